// Giving the code that was sent to a new address: the member then signs in with that address, and other sessions end.
import { beforeEach, describe, expect, it } from 'vitest'
import { demoPassword } from '../../prisma/seed.ts'
import type { ApiClient } from '../support/client.ts'
import { expiredVerification } from '../support/email-codes.ts'
import { addPerson, addTrustedDevice, auditOf, mailsAbout, type Person, snapshot } from '../support/people.ts'
import {
  changeEmail,
  changePassword,
  myProfile,
  requestPasswordReset,
  resetPassword,
  sendVerification,
  verifyEmail,
} from '../support/profile.ts'
import { as, codesTo, login, otherOwner, wrongCode } from '../support/sign-in-steps.ts'
import { useApp } from '../support/use-app.ts'

const app = useApp()
let person: Person
let client: ApiClient
let newEmail: string
beforeEach(async () => {
  person = await addPerson(app)
  client = await app.signIn(person.email)
  newEmail = `new-${person.email}`
})

const changed = 'Your email address was changed'

const memberRow = () => app.db.teamMember.findUniqueOrThrow({ where: { id: person.id } })

/** Begins the change, and reads the code that went to the new address. */
async function begin(email = newEmail): Promise<string> {
  as('ChangeEmailSuccess', await changeEmail(client, email, demoPassword))
  return (await codesTo(app, email, 1))[0] ?? ''
}

describe('the code of a change', () => {
  it('makes the new address the login, and ends what the old one opened', async () => {
    const other = await app.signIn(person.email)
    await addTrustedDevice(app, person.id)
    as('RequestPasswordResetSuccess', await requestPasswordReset(app.anonymous, person.email))
    const [reset] = await mailsAbout(app, person.email, 'Choose a new password for Vestibule', 1)
    const [, token = ''] = /#([\w-]{43})/.exec(reset?.text ?? '') ?? []
    const code = await begin()

    expect(await verifyEmail(client, code)).toEqual({
      __typename: 'VerifyEmailSuccess',
      teamMember: { email: newEmail, emailVerified: true },
    })
    expect((await memberRow()).pendingEmail).toBe(null)
    expect(await myProfile(other)).toBe(null)
    expect(await myProfile(client)).toMatchObject({ teamMember: { email: newEmail } })
    expect((await snapshot(app, person.id)).devices).toEqual([])
    expect((await snapshot(app, person.id)).openChallenges).toEqual([])
    as('InvalidTokenError', await resetPassword(app.anonymous, token, 'a lantern over the quiet bay'))
    as('InvalidCredentialsError', await login(app.anonymous, person.email))
    as('LoginSuccess', await login(app.anonymous, newEmail))

    const [notice] = await mailsAbout(app, person.email, changed, 1)
    expect(notice?.text).toContain('This is no longer the address that you sign in with.')
    expect(notice?.text).toMatch(/This was not me:\nhttp:\/\/localhost:\d+\/not-me#[\w-]{43}\n/)
    expect((await auditOf(app, person.id)).at(-1)).toEqual({
      action: 'email.changed',
      actorId: person.id,
      details: { from: person.email, to: newEmail },
    })
  })

  it('proves the new address of somebody who never proved the old one', async () => {
    const unverified = await addPerson(app, { verified: false })
    const theirs = await app.signIn(unverified.email)
    as('ChangeEmailSuccess', await changeEmail(theirs, newEmail, demoPassword))
    const [code = ''] = await codesTo(app, newEmail, 1)
    expect(await verifyEmail(theirs, code)).toMatchObject({
      teamMember: { email: newEmail, emailVerified: true },
    })
  })

  it('is sent again, to the new address, by sendEmailVerification', async () => {
    const first = await begin()
    expect(await sendVerification(client)).toMatchObject({ __typename: 'RateLimitedError' })
    await app.db
      .$executeRaw`UPDATE challenge SET code_sent_at = now() - interval '1 minute' WHERE email = ${newEmail}`
    const sent = as('SendEmailVerificationSuccess', await sendVerification(client))
    expect(sent.sentTo).toBe('n•••@summitridge.example')
    const second = (await codesTo(app, newEmail, 2))[1] ?? ''
    if (first !== second) as('InvalidCodeError', await verifyEmail(client, first))
    as('VerifyEmailSuccess', await verifyEmail(client, second))
  })

  it('can be asked for after its 15 minutes', async () => {
    const first = await begin()
    await app.db.$executeRaw`UPDATE challenge SET expires_at = now() WHERE email = ${newEmail}`
    expect(await verifyEmail(client, first)).toEqual(expiredVerification)
    expect((await memberRow()).email).toBe(person.email)
    as('SendEmailVerificationSuccess', await sendVerification(client))
    const second = (await codesTo(app, newEmail, 2))[1] ?? ''
    as('VerifyEmailSuccess', await verifyEmail(client, second))
  })

  it('no longer works once another address was asked for', async () => {
    const first = await begin()
    const second = await begin(`newer-${person.email}`)
    if (first !== second) {
      expect(await verifyEmail(client, first)).toMatchObject({ code: 'INVALID_CODE', attemptsRemaining: 4 })
    }
    expect((await snapshot(app, person.id)).openChallenges).toHaveLength(1)
    expect(await verifyEmail(client, second)).toMatchObject({
      teamMember: { email: `newer-${person.email}` },
    })
  })

  it('changes nothing when it is wrong', async () => {
    const code = await begin()
    const before = await snapshot(app, person.id)
    expect(await verifyEmail(client, wrongCode(code))).toMatchObject({ attemptsRemaining: 4 })
    expect(await snapshot(app, person.id)).toEqual(before)
    await mailsAbout(app, person.email, 'A wrong code for your email was entered', 1)
  })

  it('changes nothing when somebody has taken the address meanwhile', async () => {
    await addTrustedDevice(app, person.id)
    await app.signIn(person.email)
    const code = await begin()
    const taker = await addPerson(app)
    await app.db.teamMember.update({ where: { id: taker.id }, data: { email: newEmail } })
    const before = await snapshot(app, person.id)
    expect(before).toMatchObject({ sessions: [{}, {}], devices: [{}], openChallenges: [{}] })
    expect(await verifyEmail(client, code)).toEqual(expiredVerification)
    expect(await snapshot(app, person.id)).toEqual(before)
    expect((await auditOf(app, person.id)).map(({ action }) => action)).toEqual(['email.change_requested'])
  })

  it('proves no other address than the one it went to', async () => {
    const code = await begin()
    await app.db.teamMember.update({ where: { id: person.id }, data: { pendingEmail: 'other@x.example' } })
    const before = await snapshot(app, person.id)
    expect(await verifyEmail(client, code)).toEqual(expiredVerification)
    expect(await snapshot(app, person.id)).toEqual(before)
  })

  it('gives one of two members who prove the same address at once', async () => {
    const rival = await addPerson(app)
    const theirs = await app.signIn(rival.email)
    as('ChangeEmailSuccess', await changeEmail(theirs, newEmail, demoPassword))
    const [rivalCode = ''] = await codesTo(app, newEmail, 1)
    as('ChangeEmailSuccess', await changeEmail(client, newEmail, demoPassword))
    const ownCode = (await codesTo(app, newEmail, 2))[1] ?? ''
    const answers = await Promise.all([verifyEmail(client, ownCode), verifyEmail(theirs, rivalCode)])
    const names = answers.map(({ __typename }) => __typename).sort()
    expect(names).toEqual(['ChallengeExpiredError', 'VerifyEmailSuccess'])
    expect(await app.db.teamMember.count({ where: { email: newEmail } })).toBe(1)
  })

  it('gets one of many parallel right answers through', async () => {
    const code = await begin()
    const answers = await Promise.all(Array.from({ length: 10 }, () => verifyEmail(client, code)))
    const names = answers.map(({ __typename }) => __typename)
    expect(names.filter((name) => name === 'VerifyEmailSuccess')).toHaveLength(1)
    const events = (await auditOf(app, person.id)).filter(({ action }) => action === 'email.changed')
    expect(events).toHaveLength(1)
    await mailsAbout(app, person.email, changed, 1)
  })

  it('is told to each old address, however soon the changes follow one another', async () => {
    as('VerifyEmailSuccess', await verifyEmail(client, await begin()))
    as('VerifyEmailSuccess', await verifyEmail(client, await begin(`newer-${person.email}`)))
    await mailsAbout(app, person.email, changed, 1)
    await mailsAbout(app, newEmail, changed, 1)
  })

  it('ends when the password is changed, and with it the change', async () => {
    const code = await begin()
    const next = 'a lantern over the quiet bay'
    as('ChangePasswordSuccess', await changePassword(client, demoPassword, next))
    expect(await verifyEmail(client, code)).toEqual(expiredVerification)
    expect(await memberRow()).toMatchObject({ email: person.email, pendingEmail: null })
    as('EmailAlreadyVerifiedError', await sendVerification(client))
  })
})

describe('with MFA on', () => {
  it('ends the sign-ins that wait for a code sent to the old address', async () => {
    const member = await addPerson(app, { colleagueOf: otherOwner })
    const theirs = await app.signIn(member.email)
    await app.db.$executeRaw`
      UPDATE account SET mfa_enabled = true FROM team_member m WHERE m.id = ${member.id}::uuid AND account.id = m.account_id`
    as('VerificationRequired', await login(app.anonymous, member.email))
    const code =
      as('ChangeEmailSuccess', await changeEmail(theirs, newEmail, demoPassword)) &&
      (await codesTo(app, newEmail, 1))[0]
    as('VerifyEmailSuccess', await verifyEmail(theirs, code ?? ''))
    expect((await snapshot(app, member.id)).openChallenges).toEqual([])
    const row = await app.db.teamMember.findUniqueOrThrow({ where: { id: member.id } })
    expect(row.emailVerifiedAt).not.toBe(null)
    as('VerificationRequired', await login(app.anonymous, newEmail))
  })
})
