// Granting Sensitive Data Access and taking it away.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { createClient } from '../support/client.ts'
import { databaseId, giveExport } from '../support/exports.ts'
import {
  as,
  demoMember,
  finance,
  login,
  otherOwner,
  owner,
  signInWithCode,
  turnMfaOn,
} from '../support/sign-in-steps.ts'
import {
  ageAuthentication,
  analyst,
  arrange,
  auditOf,
  deactivate,
  demoId,
  denied,
  invite,
  memberId,
  relations,
  rememberDevice,
  rememberedBy,
  rowOf,
  setAccess,
  snapshot,
  subjectsTo,
} from '../support/team.ts'

let app: TestApp
beforeEach(async () => {
  app = await startTestApp({ role: 'server' })
})
afterEach(() => app.stop())

const grantTo = (email: string) => ({ teamMemberId: demoId(email), granted: true })
const revokeFrom = (email: string) => ({ teamMemberId: demoId(email), granted: false })

const success = (email: string, sensitiveDataAccess: boolean) => ({
  __typename: 'SetSensitiveDataAccessSuccess',
  teamMember: { email, sensitiveDataAccess },
})

const done = (action: 'granted' | 'revoked', actor: string, subject: string) => ({
  action: `sensitive_data_access.${action}`,
  actorId: demoMember(actor).id,
  subjectId: demoMember(subject).id,
  details: {},
})

describe('granting', () => {
  it('gives the access at once, forgets remembered devices and tells the member', async () => {
    await rememberDevice(app, relations)
    await rememberDevice(app, finance)
    expect(await setAccess(await app.signIn(owner), grantTo(relations))).toEqual(success(relations, true))
    expect((await rowOf(app, relations)).sensitiveDataAccess).toBe(true)
    expect(await rememberedBy(app)).toEqual([finance])
    expect(await auditOf(app)).toEqual([done('granted', owner, relations)])
    expect(await subjectsTo(app, relations, 1)).toEqual(['You were given Sensitive Data Access'])
    const [mail] = await app.mailsTo(relations)
    expect(mail?.text).toContain('Margaret Okafor gave you access to full tax ids and bank details.')
    expect(await app.mailsTo(owner)).toEqual([])
  })

  it('is possible for who is invited, not for who is deactivated', async () => {
    const client = await app.signIn(owner)
    const input = { email: 'new@summitridge.example', name: 'New', role: 'ADMIN' as const }
    const { teamMember } = as('InviteTeamMemberSuccess', await invite(client, input))
    const granted = await setAccess(client, { teamMemberId: teamMember.id, granted: true })
    expect(granted).toEqual(success(input.email, true))
    await deactivate(client, demoId(analyst))
    const before = await snapshot(app)
    expect(await setAccess(client, grantTo(analyst))).toMatchObject({
      __typename: 'ForbiddenError',
      message: 'Reactivate this member before granting Sensitive Data Access.',
    })
    expect(await snapshot(app)).toEqual(before)
  })

  it('changes nothing and tells nobody when it is so already', async () => {
    const client = await app.signIn(owner)
    await rememberDevice(app, finance)
    const before = await snapshot(app)
    expect(await setAccess(client, grantTo(finance))).toEqual(success(finance, true))
    expect(await setAccess(client, revokeFrom(relations))).toEqual(success(relations, false))
    expect(await snapshot(app)).toEqual(before)
    expect(await auditOf(app)).toEqual([])
    expect(await app.mailsTo(finance)).toEqual([])
  })
})

describe('revoking', () => {
  it('takes the access away at once, wakes their streams and tells the member', async () => {
    const listener = await app.pool.connect()
    const heard: (string | undefined)[] = []
    listener.on('notification', ({ payload }) => heard.push(payload))
    await listener.query('LISTEN vestibule_events')
    expect(await setAccess(await app.signIn(owner), revokeFrom(finance))).toEqual(success(finance, false))
    const { id } = demoMember(finance)
    await vi.waitFor(() => expect(heard.toSorted()).toEqual([`notifications:${id}`, `sessions:${id}`]))
    listener.release(true)
    expect((await rowOf(app, finance)).sensitiveDataAccess).toBe(false)
    expect(await auditOf(app)).toEqual([done('revoked', owner, finance)])
    expect(await subjectsTo(app, finance, 1)).toEqual(['Your Sensitive Data Access was taken away'])
  })

  it('ends the exports of the member, and of nobody else', async () => {
    const [theirs, others] = [await giveExport(app, finance), await giveExport(app, owner)].map(databaseId)
    await setAccess(await app.signIn(owner), revokeFrom(finance))
    await setAccess(await app.signIn(owner), grantTo(finance))
    const statusOf = async (id = '') => (await app.db.export.findUniqueOrThrow({ where: { id } })).status
    expect([await statusOf(theirs), await statusOf(others)]).toEqual(['REVOKED', 'COMPLETED'])
    const revoked = { action: 'export.revoked', subjectId: theirs ?? '' }
    expect(await app.db.auditEvent.count({ where: revoked })).toBe(1)
  })

  it('of oneself is possible while another Super Admin keeps it', async () => {
    await arrange(app, finance, { role: 'SUPER_ADMIN' })
    expect(await setAccess(await app.signIn(owner), revokeFrom(owner))).toEqual(success(owner, false))
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
  ])('for %s, whoever it is about', async (_who, email, state) => {
    await arrange(app, email, state)
    const client = await app.signIn(email)
    const before = await snapshot(app)
    expect(await setAccess(client, grantTo(email))).toEqual(forbidden)
    expect(await setAccess(client, revokeFrom(owner))).toEqual(forbidden)
    expect(await setAccess(client, grantTo(otherOwner))).toEqual(forbidden)
    expect(await snapshot(app)).toEqual(before)
    const event = 'sensitive_data_access.granted'
    expect(await auditOf(app)).toEqual([
      denied(email, event, demoMember(email).id),
      denied(email, 'sensitive_data_access.revoked', demoMember(owner).id),
      denied(email, event, demoMember(otherOwner).id),
    ])
  })
})

describe('NotFoundError', () => {
  it('for a member of another account, as for what does not exist and for what is no id', async () => {
    const client = await app.signIn(owner)
    const before = await snapshot(app)
    const nobody = '01970000-0000-7000-8001-999999999999'
    const ids = [demoId(otherOwner), memberId(nobody), memberId('5'), 'x', '', demoMember(finance).id]
    for (const teamMemberId of ids) {
      expect(await setAccess(client, { teamMemberId, granted: true })).toEqual({
        __typename: 'NotFoundError',
        code: 'NOT_FOUND',
        message: 'There is no such team member in your account.',
      })
    }
    expect(await snapshot(app)).toEqual(before)
    const event = 'sensitive_data_access.granted'
    expect(await auditOf(app)).toEqual([
      denied(owner, event, demoMember(otherOwner).id),
      denied(owner, event, nobody),
    ])
  })
})

describe('ReauthenticationRequiredError', () => {
  const refused = { __typename: 'ReauthenticationRequiredError', code: 'REAUTHENTICATION_REQUIRED' }

  it('at 10:01 after the password, not at 9:59', async () => {
    const client = await app.signIn(owner)
    await ageAuthentication(app, owner, 601)
    const before = await snapshot(app)
    expect(await setAccess(client, grantTo(relations))).toMatchObject(refused)
    expect(await snapshot(app)).toEqual(before)
    expect(await auditOf(app)).toEqual([
      denied(owner, 'sensitive_data_access.granted', demoMember(relations).id),
    ])
    await ageAuthentication(app, owner, 599)
    expect(await setAccess(client, grantTo(relations))).toEqual(success(relations, true))
  })

  it('for a session that a remembered device began', async () => {
    await turnMfaOn(app)
    const { trustedDeviceToken } = await signInWithCode(app, owner, { rememberMe: true })
    const again = as('LoginSuccess', await login(app.anonymous, owner, { trustedDeviceToken }))
    const client = createClient(app.url, again.sessionToken ?? '')
    expect(await setAccess(client, grantTo(relations))).toMatchObject(refused)
    expect((await rowOf(app, relations)).sensitiveDataAccess).toBe(false)
  })
})

describe('LastSensitiveDataAccessError', () => {
  it('when nobody would be left to grant it: Admins with it, and Super Admins without, do not count', async () => {
    await arrange(app, relations, { role: 'SUPER_ADMIN' })
    const client = await app.signIn(owner)
    const before = await snapshot(app)
    expect(await setAccess(client, revokeFrom(owner))).toEqual({
      __typename: 'LastSensitiveDataAccessError',
      code: 'LAST_SENSITIVE_DATA_ACCESS',
      message:
        'This is the last Super Admin with Sensitive Data Access. Grant it to another active Super Admin first.',
    })
    expect(await snapshot(app)).toEqual(before)
    expect(await auditOf(app)).toEqual([])
  })

  it('never leaves nobody, when two Super Admins take it from each other at the same moment', async () => {
    await arrange(app, finance, { role: 'SUPER_ADMIN' })
    const [margaret, daniel] = [await app.signIn(owner), await app.signIn(finance)]
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
        where: { email: { in: [owner, finance] }, sensitiveDataAccess: true },
      })
      expect(left).toHaveLength(1)
      await arrange(app, owner, { sensitiveDataAccess: true })
      await arrange(app, finance, { sensitiveDataAccess: true })
    }
  })

  it('never leaves nobody, when two Super Admins give it up at the same moment', async () => {
    await arrange(app, finance, { role: 'SUPER_ADMIN' })
    const [margaret, daniel] = [await app.signIn(owner), await app.signIn(finance)]
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
