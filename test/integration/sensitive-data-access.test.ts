// Granting Sensitive Data Access and taking it away.
import { describe, expect, it, vi } from 'vitest'
import { createClient } from '../support/client.ts'
import { databaseId, giveExport } from '../support/exports.ts'
import { addTrustedDevice } from '../support/people.ts'
import { as, demoMember, login, otherOwner, signInWithCode } from '../support/sign-in-steps.ts'
import {
  ageAuthentication,
  arrange,
  auditOf,
  deactivate,
  demoId,
  denied,
  invite,
  type Member,
  memberId,
  rememberedBy,
  rowOf,
  setAccess,
  setMfa,
  snapshot,
  subjectsTo,
  useTeam,
  verifyEverybody,
} from '../support/team.ts'
import { useApp } from '../support/use-app.ts'

const app = useApp({ config: { role: 'server' } })
const team = useTeam(app)
const { owner, finance, relations, analyst } = team

/** What stays as it is where something is denied, in the team and in another account. */
const state = () => snapshot(app, team, demoMember(otherOwner))
const audit = () => auditOf(app, team)

const grantTo = ({ nodeId }: Pick<Member, 'nodeId'>) => ({ teamMemberId: nodeId, granted: true })
const revokeFrom = ({ nodeId }: Pick<Member, 'nodeId'>) => ({ teamMemberId: nodeId, granted: false })

const success = ({ email }: Pick<Member, 'email'>, sensitiveDataAccess: boolean) => ({
  __typename: 'SetSensitiveDataAccessSuccess',
  teamMember: { email, sensitiveDataAccess },
})

const done = (action: 'granted' | 'revoked', actor: Member, subject: Member) => ({
  action: `sensitive_data_access.${action}`,
  actorId: actor.id,
  subjectId: subject.id,
  details: {},
})

describe('granting', () => {
  it('gives the access at once, forgets remembered devices and tells the member', async () => {
    await addTrustedDevice(app, relations.id)
    await addTrustedDevice(app, finance.id)
    expect(await setAccess(await app.signIn(owner.email), grantTo(relations))).toEqual(
      success(relations, true),
    )
    expect((await rowOf(app, relations.email)).sensitiveDataAccess).toBe(true)
    expect(await rememberedBy(app, team)).toEqual([finance.email])
    expect(await audit()).toEqual([done('granted', owner, relations)])
    expect(await subjectsTo(app, relations.email, 1)).toEqual(['You were given Sensitive Data Access'])
    const [mail] = await app.mailsTo(relations.email)
    expect(mail?.text).toContain('Margaret Okafor gave you access to full tax ids and bank details.')
    expect(await app.mailsTo(owner.email)).toEqual([])
  })

  it('is possible for who is invited, not for who is deactivated', async () => {
    const client = await app.signIn(owner.email)
    const input = { email: `new@${team.domain}`, name: 'New', role: 'ADMIN' as const }
    const { teamMember } = as('InviteTeamMemberSuccess', await invite(client, input))
    const granted = await setAccess(client, { teamMemberId: teamMember.id, granted: true })
    expect(granted).toEqual(success(input, true))
    await deactivate(client, analyst.nodeId)
    const before = await state()
    expect(await setAccess(client, grantTo(analyst))).toMatchObject({
      __typename: 'ForbiddenError',
      message: 'Reactivate this member before granting Sensitive Data Access.',
    })
    expect(await state()).toEqual(before)
  })

  it('changes nothing and tells nobody when it is so already', async () => {
    const client = await app.signIn(owner.email)
    await addTrustedDevice(app, finance.id)
    const before = await state()
    expect(await setAccess(client, grantTo(finance))).toEqual(success(finance, true))
    expect(await setAccess(client, revokeFrom(relations))).toEqual(success(relations, false))
    expect(await state()).toEqual(before)
    expect(await audit()).toEqual([])
    expect(await app.mailsTo(finance.email)).toEqual([])
  })
})

describe('revoking', () => {
  it('takes the access away at once, wakes their streams and tells the member', async () => {
    const listener = await app.pool.connect()
    const heard: (string | undefined)[] = []
    listener.on('notification', ({ payload }) => heard.push(payload))
    await listener.query('LISTEN vestibule_events')
    expect(await setAccess(await app.signIn(owner.email), revokeFrom(finance))).toEqual(
      success(finance, false),
    )
    const { id } = finance
    await vi.waitFor(() => expect(heard.toSorted()).toEqual([`notifications:${id}`, `sessions:${id}`]))
    listener.release(true)
    expect((await rowOf(app, finance.email)).sensitiveDataAccess).toBe(false)
    expect(await audit()).toEqual([done('revoked', owner, finance)])
    expect(await subjectsTo(app, finance.email, 1)).toEqual(['Your Sensitive Data Access was taken away'])
  })

  it('ends the exports of the member, and of nobody else', async () => {
    const [theirs, others] = [await giveExport(app, finance.email), await giveExport(app, owner.email)].map(
      databaseId,
    )
    await setAccess(await app.signIn(owner.email), revokeFrom(finance))
    await setAccess(await app.signIn(owner.email), grantTo(finance))
    const statusOf = async (id = '') => (await app.db.export.findUniqueOrThrow({ where: { id } })).status
    expect([await statusOf(theirs), await statusOf(others)]).toEqual(['REVOKED', 'COMPLETED'])
    const revoked = { action: 'export.revoked', subjectId: theirs ?? '' }
    expect(await app.db.auditEvent.count({ where: revoked })).toBe(1)
  })

  it('of oneself is possible while another Super Admin keeps it', async () => {
    await arrange(app, finance.email, { role: 'SUPER_ADMIN' })
    expect(await setAccess(await app.signIn(owner.email), revokeFrom(owner))).toEqual(success(owner, false))
  })
})

describe('ForbiddenError', () => {
  const forbidden = {
    __typename: 'ForbiddenError',
    code: 'FORBIDDEN',
    message: 'Only a Super Admin with Sensitive Data Access can grant or remove it.',
  }

  it.each([
    ['an Admin with it', finance, {}],
    ['an Admin without it', relations, {}],
    ['a Viewer with it', analyst, { sensitiveDataAccess: true }],
    ['a Super Admin without it', relations, { role: 'SUPER_ADMIN' as const }],
  ])('for %s, whoever it is about', async (_who, member, rights) => {
    await arrange(app, member.email, rights)
    const client = await app.signIn(member.email)
    const before = await state()
    expect(await setAccess(client, grantTo(member))).toEqual(forbidden)
    expect(await setAccess(client, revokeFrom(owner))).toEqual(forbidden)
    expect(await setAccess(client, { teamMemberId: demoId(otherOwner), granted: true })).toEqual(forbidden)
    expect(await state()).toEqual(before)
    const event = 'sensitive_data_access.granted'
    expect(await audit()).toEqual([
      denied(member, event, member.id),
      denied(member, 'sensitive_data_access.revoked', owner.id),
      denied(member, event, demoMember(otherOwner).id),
    ])
  })
})

describe('NotFoundError', () => {
  it('for a member of another account, as for what does not exist and for what is no id', async () => {
    const client = await app.signIn(owner.email)
    const before = await state()
    const nobody = '01970000-0000-7000-8001-999999999999'
    const ids = [demoId(otherOwner), memberId(nobody), memberId('5'), 'x', '', finance.id]
    for (const teamMemberId of ids) {
      expect(await setAccess(client, { teamMemberId, granted: true })).toEqual({
        __typename: 'NotFoundError',
        code: 'NOT_FOUND',
        message: 'There is no such team member in your account.',
      })
    }
    expect(await state()).toEqual(before)
    const event = 'sensitive_data_access.granted'
    expect(await audit()).toEqual([
      denied(owner, event, demoMember(otherOwner).id),
      denied(owner, event, nobody),
    ])
  })
})

describe('ReauthenticationRequiredError', () => {
  const refused = { __typename: 'ReauthenticationRequiredError', code: 'REAUTHENTICATION_REQUIRED' }

  it('at 10:01 after the password, not at 9:59', async () => {
    const client = await app.signIn(owner.email)
    await ageAuthentication(app, owner.email, 601)
    const before = await state()
    expect(await setAccess(client, grantTo(relations))).toMatchObject(refused)
    expect(await state()).toEqual(before)
    expect(await audit()).toEqual([denied(owner, 'sensitive_data_access.granted', relations.id)])
    await ageAuthentication(app, owner.email, 599)
    expect(await setAccess(client, grantTo(relations))).toEqual(success(relations, true))
  })

  it('for a session that a remembered device began', async () => {
    await verifyEverybody(app, team)
    await setMfa(app, team, true)
    const { trustedDeviceToken } = await signInWithCode(app, owner.email, { rememberMe: true })
    const again = as('LoginSuccess', await login(app.anonymous, owner.email, { trustedDeviceToken }))
    const client = createClient(app.url, again.sessionToken ?? '')
    expect(await setAccess(client, grantTo(relations))).toMatchObject(refused)
    expect((await rowOf(app, relations.email)).sensitiveDataAccess).toBe(false)
  })
})

describe('LastSensitiveDataAccessError', () => {
  it('when nobody would be left to grant it: Admins with it, and Super Admins without, do not count', async () => {
    await arrange(app, relations.email, { role: 'SUPER_ADMIN' })
    const client = await app.signIn(owner.email)
    const before = await state()
    expect(await setAccess(client, revokeFrom(owner))).toEqual({
      __typename: 'LastSensitiveDataAccessError',
      code: 'LAST_SENSITIVE_DATA_ACCESS',
      message:
        'This is the last Super Admin with Sensitive Data Access. Grant it to another active Super Admin first.',
    })
    expect(await state()).toEqual(before)
    expect(await audit()).toEqual([])
  })

  it('never leaves nobody, when two Super Admins take it from each other at the same moment', async () => {
    await arrange(app, finance.email, { role: 'SUPER_ADMIN' })
    const [margaret, daniel] = [await app.signIn(owner.email), await app.signIn(finance.email)]
    for (let round = 0; round < 20; round++) {
      const answers = await Promise.all([
        setAccess(margaret, revokeFrom(finance)),
        setAccess(daniel, revokeFrom(owner)),
      ])
      expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
        'ForbiddenError',
        'SetSensitiveDataAccessSuccess',
      ])
      const left = await app.db.teamMember.findMany({
        where: { email: { in: [owner.email, finance.email] }, sensitiveDataAccess: true },
      })
      expect(left).toHaveLength(1)
      await arrange(app, owner.email, { sensitiveDataAccess: true })
      await arrange(app, finance.email, { sensitiveDataAccess: true })
    }
  })

  it('never leaves nobody, when two Super Admins give it up at the same moment', async () => {
    await arrange(app, finance.email, { role: 'SUPER_ADMIN' })
    const [margaret, daniel] = [await app.signIn(owner.email), await app.signIn(finance.email)]
    const answers = await Promise.all([
      setAccess(margaret, revokeFrom(owner)),
      setAccess(daniel, revokeFrom(finance)),
    ])
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
      'LastSensitiveDataAccessError',
      'SetSensitiveDataAccessSuccess',
    ])
  })
})
