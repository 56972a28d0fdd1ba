// The audit table: append-only, with every event of signing in, without secrets, and without what was rolled back.

import { beforeAll, expect, it } from 'vitest'
import { demoPassword } from '../../prisma/seed.ts'
import { recordEvent } from '../../src/audit/record-event.ts'
import { endOwnSession } from '../../src/auth/devices/end-session.ts'
import { createEvents } from '../../src/platform/events/events.ts'
import { createLog } from '../../src/platform/log.ts'
import { createClient } from '../support/client.ts'
import {
  AuditAccessDocument,
  AuditChangePasswordDocument,
  AuditEndSessionDocument,
  AuditForgetDeviceDocument,
  AuditLogoutDocument,
  AuditReauthenticateDocument,
  AuditResendDocument,
  AuditResetDocument,
} from '../support/gql/graphql.ts'
import { asActor } from '../support/services.ts'
import {
  as,
  codesTo,
  demoMember,
  finance,
  login,
  otherOwner,
  owner,
  turnMfaOn,
  verify,
  wrongCode,
} from '../support/sign-in-steps.ts'
import { useApp } from '../support/use-app.ts'

const app = useApp()
beforeAll(() => turnMfaOn(app))

const rowId = (id: string) => Buffer.from(id, 'base64').toString('utf8').split(':')[1] ?? ''
const newestChallenge = () => app.db.challenge.findFirstOrThrow({ orderBy: { createdAt: 'desc' } })

/** The events after the first `count`, oldest first: action, actor, subject and account. */
async function eventsAfter(count: number) {
  const events = await app.db.auditEvent.findMany({ orderBy: { id: 'asc' }, skip: count })
  return events.map(({ action, actorId, subjectType, subjectId, ipAddress, userAgent, accountId }) => {
    expect({ action, ipAddress, userAgent }).toEqual({ action, ipAddress: '127.0.0.1', userAgent: 'node' })
    return [action, actorId, subjectType, subjectId, accountId]
  })
}

it.each([
  ['changed', `UPDATE audit_event SET details = '{}'`],
  ['changed by nobody', 'UPDATE audit_event SET action = action WHERE false'],
  ['deleted', 'DELETE FROM audit_event'],
  ['truncated', 'TRUNCATE audit_event'],
  ['truncated with others', 'TRUNCATE audit_event, rate_limit'],
  [
    'replaced',
    `INSERT INTO audit_event (id, action) SELECT id, 'x' FROM audit_event ON CONFLICT (id) DO UPDATE SET action = 'x'`,
  ],
])('is never %s', async (_, sql) => {
  await recordEvent(app.db, { action: 'login.failed', accountId: null, actorId: null })
  const before = await app.db.auditEvent.findMany()
  await expect(app.pool.query(sql)).rejects.toThrow('audit_event is append-only')
  expect(await app.db.auditEvent.findMany()).toEqual(before)
})

it('has every event of a run in its order, with who it was, on what and from where; and no secret', {
  timeout: 60_000,
}, async () => {
  const { id: member, accountId: account } = demoMember(owner)
  const before = await app.db.auditEvent.count()
  const typed = 'this-is-my-password-typed-as-an-address'
  const newPassword = 'seven walnut trees by the lake'
  const wrong = 'not the password of anybody'

  await login(app.anonymous, typed)
  await login(app.anonymous, owner, { password: wrong })
  const { challengeToken } = as('VerificationRequired', await login(app.anonymous, owner))
  const challenge = (await newestChallenge()).id
  const [first = ''] = await codesTo(app, owner, 1)
  await verify(app.anonymous, challengeToken, wrongCode(first))
  await app.db.$executeRaw`UPDATE challenge SET code_sent_at = code_sent_at - interval '60 seconds'`
  await app.anonymous.request(AuditResendDocument, { challengeToken })
  const second = (await codesTo(app, owner, 2)).at(-1) ?? ''
  const signedIn = as('LoginSuccess', await verify(app.anonymous, challengeToken, second, true))
  const client = createClient(app.url, signedIn.sessionToken ?? '')
  const session = rowId((await client.request(AuditAccessDocument)).viewer?.session.id ?? '')

  const trustedDeviceToken = signedIn.trustedDeviceToken ?? ''
  const other = as('LoginSuccess', await login(app.anonymous, owner, { trustedDeviceToken }))
  const { viewer } = await client.request(AuditAccessDocument)
  const otherSession = viewer?.sessions.find(({ current }) => !current)?.id ?? ''
  const device = viewer?.trustedDevices[0]?.id ?? ''
  await client.request(AuditReauthenticateDocument, { password: wrong })
  await client.request(AuditReauthenticateDocument, { password: demoPassword })
  await client.request(AuditForgetDeviceDocument, { id: device })
  await client.request(AuditEndSessionDocument, { id: otherSession })
  await client.request(AuditChangePasswordDocument, { currentPassword: wrong, newPassword })
  await client.request(AuditChangePasswordDocument, { currentPassword: demoPassword, newPassword })
  await client.request(AuditLogoutDocument)
  await app.anonymous.request(AuditResetDocument, { email: owner })
  const resetMail = async () =>
    (await app.mailsTo(owner)).find(({ text }) => text.includes('/reset-password#'))?.text
  await expect.poll(resetMail, { timeout: 10_000 }).toBeTruthy()
  const [, resetToken = ''] = /#([\w-]{43})/.exec((await resetMail()) ?? '') ?? []

  const onMember = ['team_member', member, account]
  expect(await eventsAfter(before)).toEqual([
    ['login.failed', null, null, null, null],
    ['login.failed', null, ...onMember],
    ['challenge.issued', member, 'challenge', challenge, account],
    ['challenge.code_wrong', null, 'challenge', challenge, account],
    ['challenge.code_resent', member, 'challenge', challenge, account],
    ['login.succeeded', member, 'session', session, account],
    ['trusted_device.added', member, 'trusted_device', rowId(device), account],
    ['login.succeeded', member, 'session', rowId(otherSession), account],
    ['session.reauthentication_failed', member, 'session', session, account],
    ['session.reauthenticated', member, 'session', session, account],
    ['trusted_device.removed', member, 'trusted_device', rowId(device), account],
    ['session.ended', member, 'session', rowId(otherSession), account],
    ['password.change_failed', member, 'session', session, account],
    ['password.changed', member, ...onMember],
    ['session.ended', member, 'session', session, account],
    ['password.reset_requested', null, ...onMember],
  ])

  const { rows } = await app.pool.query<{ all: string }>(
    "SELECT string_agg(e::text, E'\\n') AS all FROM audit_event e",
  )
  const written = rows[0]?.all ?? ''
  expect(written).toContain('challenge.code_wrong')
  const secrets = {
    typed,
    wrong,
    newPassword,
    demoPassword,
    first,
    second,
    challengeToken,
    trustedDeviceToken,
    resetToken,
    sessionToken: signedIn.sessionToken ?? '',
    otherSessionToken: other.sessionToken ?? '',
  }
  for (const [name, secret] of Object.entries(secrets)) {
    expect([name, secret.length > 5]).toEqual([name, true])
    expect([name, written.includes(secret)]).toEqual([name, false])
  }
})

it('has refusals by the limits', async () => {
  const before = await app.db.auditEvent.count()
  for (let times = 0; times < 11; times++)
    await login(app.anonymous, finance, { password: 'not the password' })
  const { id, accountId } = demoMember(finance)
  expect((await eventsAfter(before)).map(([action, ...rest]) => ({ action, rest }))).toEqual(
    [...Array(10).fill('login.failed'), 'login.rate_limited'].map((action) => ({
      action,
      rest: [null, 'team_member', id, accountId],
    })),
  )
})

it('has nothing of what was rolled back, and nothing is done that it cannot record', async () => {
  const client = await app.signIn(otherOwner)
  const id = (await client.request(AuditAccessDocument)).viewer?.session.id ?? ''
  const sessionId = rowId(id)
  const before = await app.db.auditEvent.count()
  const refusing = createEvents({
    sendInTransaction: async () => {
      throw new Error('The announcement failed')
    },
    start: async () => {},
    stop: async () => {},
  })
  const { id: teamMemberId, accountId } = demoMember(otherOwner)
  const session = {
    id: sessionId,
    teamMemberId,
    accountId,
    role: 'SUPER_ADMIN' as const,
    sensitiveDataAccess: true,
    asOf: new Date(),
  }
  await expect(
    endOwnSession(
      { db: app.db, events: refusing, log: createLog('silent', false) },
      asActor(session),
      sessionId,
    ),
  ).rejects.toThrow('The announcement failed')
  expect((await client.request(AuditAccessDocument)).viewer?.session.id).toBe(id)
  expect(await app.db.auditEvent.count()).toBe(before)

  await app.db.$executeRaw`
    ALTER TABLE audit_event ADD CONSTRAINT unrecordable CHECK (action <> 'session.ended') NOT VALID`
  expect((await client.send(AuditEndSessionDocument, { id })).errors).toMatchObject([
    { extensions: { code: 'INTERNAL_SERVER_ERROR' } },
  ])
  expect((await client.request(AuditAccessDocument)).viewer?.session.id).toBe(id)
  await app.db.$executeRaw`ALTER TABLE audit_event DROP CONSTRAINT unrecordable`
  expect((await client.request(AuditEndSessionDocument, { id })).revokeSession.__typename).toBe(
    'RevokeSessionSuccess',
  )
  expect((await client.request(AuditAccessDocument)).viewer).toBe(null)
  expect(await app.db.auditEvent.count()).toBe(before + 1)
})
