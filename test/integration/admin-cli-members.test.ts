// What the operator's command line changes about members: their access, their MFA, whether they are active.

import { expect, it } from 'vitest'
import { OperatorBellDocument } from '../support/gql/graphql.ts'
import {
  asSubject,
  done,
  eventsAfter,
  failed,
  operatorEvent,
  readState,
  useOperator,
} from '../support/operator.ts'
import { addTrustedDevice } from '../support/people.ts'
import { as, demoMember, finance, login, otherOwner, owner, turnMfaOn } from '../support/sign-in-steps.ts'
import { until } from '../support/until.ts'
import { useApp } from '../support/use-app.ts'

const app = useApp()
const { admin, adminProcess, withMail } = useOperator(app)

/** The text of a security notice. The app sends it, so it is in the app's inbox and not in that of the commands. */
const noticeTo = (address: string, subject: string): Promise<string> =>
  until(async () => {
    const mail = (await app.mailsTo(address)).find((sent) => sent.subject === subject)
    return mail?.text ?? Promise.reject(new Error(`no mail about: ${subject}`))
  })

const memberOf = (email: string) => app.db.teamMember.findUniqueOrThrow({ where: { email } })

it('grants Sensitive Data Access, and takes it away', async () => {
  const relations = 'relations@summitridge.example'
  const { id, name } = demoMember(relations)
  await addTrustedDevice(app, id)
  const { events } = await readState(app)
  expect(await adminProcess(['grant-sensitive-access', 'Relations@SummitRidge.example', '--yes'])).toEqual(
    done(
      `${name} now has Sensitive Data Access. Their remembered devices were reset.\n`,
      `${name} will be told by email.\n`,
    ),
  )
  expect((await memberOf(relations)).sensitiveDataAccess).toBe(true)
  expect(await app.db.trustedDevice.count({ where: { teamMemberId: id } })).toBe(0)
  const mail = await noticeTo(relations, 'You were given Sensitive Data Access')
  expect(mail).toContain('The operator of the portal gave you access to full tax ids and bank details.')
  expect(await admin(['grant-sensitive-access', relations])).toEqual(
    done(`${name} already has Sensitive Data Access.\n`),
  )

  expect(await adminProcess(['revoke-sensitive-access', relations, '--yes'])).toEqual(
    done(`${name} no longer has Sensitive Data Access.\n`, `${name} will be told by email.\n`),
  )
  expect((await memberOf(relations)).sensitiveDataAccess).toBe(false)
  expect(await admin(['revoke-sensitive-access', relations])).toEqual(
    done(`${name} does not have Sensitive Data Access.\n`),
  )
  expect(await eventsAfter(app, events)).toEqual([
    operatorEvent('sensitive_data_access.granted', asSubject(relations)),
    operatorEvent('sensitive_data_access.revoked', asSubject(relations)),
  ])
})

it('turns MFA off for an account: codes and remembered devices are gone, and its members are told', async () => {
  await turnMfaOn(app, owner)
  await turnMfaOn(app, otherOwner)
  await addTrustedDevice(app, demoMember(owner).id)
  await addTrustedDevice(app, demoMember(otherOwner).id)
  as('VerificationRequired', await login(app.anonymous, owner))
  const { events } = await readState(app)
  expect(await adminProcess(['disable-mfa', finance, '--yes'])).toEqual(
    done(
      'Multi-factor authentication is off in Summit Ridge Capital. Remembered devices were reset. A member with Sensitive Data Access can turn it on again.\n',
      'The team will be told by email.\n',
    ),
  )
  as('LoginSuccess', await login(app.anonymous, owner))
  as('VerificationRequired', await login(app.anonymous, otherOwner))
  expect(await app.db.trustedDevice.findMany({ select: { teamMemberId: true } })).toEqual([
    { teamMemberId: demoMember(otherOwner).id },
  ])
  const { accountId } = demoMember(owner)
  const setting = (enabled: boolean) => ({ enabled, rememberMeAllowed: true })
  const [disabled] = await eventsAfter(app, events)
  expect(disabled).toEqual(
    operatorEvent(
      'mfa_settings.changed',
      { accountId, type: 'account', id: accountId },
      { from: setting(true), to: setting(false) },
    ),
  )
  expect(await app.db.account.findUniqueOrThrow({ where: { id: accountId } })).toMatchObject({
    mfaUpdatedAt: expect.any(Date),
    mfaUpdatedById: null,
  })
  for (const email of [owner, finance, 'relations@summitridge.example', 'analyst@summitridge.example']) {
    expect(await noticeTo(email, 'How your account signs in was changed')).toContain(
      'The operator of the portal turned multi-factor authentication off, for everybody in your account.',
    )
  }
  const toOther = (await app.mailsTo(otherOwner)).map(({ subject }) => subject)
  expect(toOther).not.toContain('How your account signs in was changed')
  expect(await admin(['disable-mfa', 'Summit Ridge Capital'])).toEqual(
    done('Multi-factor authentication is already off in Summit Ridge Capital.\n'),
  )
  await app.db.account.updateMany({ data: { mfaEnabled: false } })
})

it('deactivates a member, whose live streams end, and takes them back without access', async () => {
  const member = await app.signIn(finance)
  const bell = await member.subscribe(OperatorBellDocument)
  const ended = expect(bell.next()).rejects.toThrow('The socket was closed: 4401')
  await addTrustedDevice(app, demoMember(finance).id)
  const { events } = await readState(app)
  expect(await adminProcess(['deactivate', finance, '--yes'])).toEqual(
    done('Daniel Whitfield is deactivated and signed out everywhere.\n'),
  )
  await ended
  await bell.stop()
  expect(await memberOf(finance)).toMatchObject({ status: 'DEACTIVATED', sensitiveDataAccess: false })
  expect(await app.db.session.count({ where: { teamMemberId: demoMember(finance).id } })).toBe(0)
  expect(await app.db.trustedDevice.count({ where: { teamMemberId: demoMember(finance).id } })).toBe(0)
  expect((await login(app.anonymous, finance)).__typename).toBe('InvalidCredentialsError')
  expect(await admin(['deactivate', finance])).toEqual(done('Daniel Whitfield is already deactivated.\n'))
  expect(await admin(['grant-sensitive-access', finance, '--yes'])).toEqual(
    failed('Reactivate this member before granting Sensitive Data Access.'),
  )

  expect(await adminProcess(['reactivate', finance])).toEqual(
    done('Daniel Whitfield can sign in again with their password. They do not have Sensitive Data Access.\n'),
  )
  expect(await admin(['reactivate', finance])).toEqual(done('Daniel Whitfield is not deactivated.\n'))
  const { sensitiveDataAccess } = await memberOf(finance)
  expect(sensitiveDataAccess).toBe(false)
  as('LoginSuccess', await login(app.anonymous, finance))
  expect((await eventsAfter(app, events)).filter(({ details }) => JSON.stringify(details) !== '{}')).toEqual([
    operatorEvent('team_member.deactivated', asSubject(finance), { was: 'ACTIVE' }),
    operatorEvent('sensitive_data_access.revoked', asSubject(finance)),
    operatorEvent('team_member.reactivated', asSubject(finance), { status: 'ACTIVE' }),
    expect.objectContaining({ action: 'login.succeeded' }),
  ])
})

it('takes nobody back whom MFA would lock out, and invites anew who never accepted', async () => {
  await turnMfaOn(app)
  await app.db.teamMember.update({
    where: { email: finance },
    data: { status: 'DEACTIVATED', emailVerifiedAt: null },
  })
  const before = await readState(app)
  expect(await admin(['reactivate', finance])).toEqual(
    failed(
      'Multi-factor authentication is on and this member never verified their email, so they could not sign in. Turn it off with disable-mfa until they have verified their email.',
    ),
  )
  expect(await readState(app)).toEqual(before)

  await app.db.teamMember.update({ where: { email: finance }, data: { passwordHash: null } })
  const { exitCode, stdout } = await admin(['reactivate', finance], withMail())
  expect(exitCode).toBe(0)
  expect(stdout).toMatch(
    /^Daniel Whitfield is invited again\. They do not have Sensitive Data Access\.\nThe invitation was emailed to finance@summitridge\.example\.\nThe link works once, within 7 days:\n\S+\/accept-invitation#[\w-]{43}\n$/,
  )
  expect((await memberOf(finance)).status).toBe('INVITED')
})

it.each([
  [
    'grant-sensitive-access',
    'analyst@summitridge.example',
    'will see and export full Tax IDs and bank accounts.',
  ],
  ['revoke-sensitive-access', owner, 'will no longer see or export full Tax IDs and bank accounts.'],
  ['deactivate', 'analyst@summitridge.example', 'will be signed out everywhere and cannot sign in again.'],
  ['disable-mfa', owner, 'will sign in with only their password.'],
])(
  'asks before it does this, and where there is no terminal changes nothing: %s',
  async (command, email, what) => {
    await turnMfaOn(app)
    const before = await readState(app)
    const { exitCode, stdout, stderr } = await admin([command, email])
    expect([exitCode, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^[^\n]+\n$/)
    expect(stderr).toContain(
      `${what} There is no terminal to confirm this, so nothing was changed. Add --yes to continue without one.`,
    )
    expect(await readState(app)).toEqual(before)
  },
)
