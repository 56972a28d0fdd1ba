// Signing in while what it rests on is taken away in another transaction. The other one holds the member's lock and is
// not committed yet: the sign-in has compared what was true a moment ago, and must find out.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { demoPassword } from '../../prisma/seed.ts'
import { createBrowser } from '../support/browser.ts'
import type { LoginInput } from '../support/gql/graphql.ts'
import { testPasswords } from '../support/passwords.ts'
import { inBetween } from '../support/people.ts'
import {
  as,
  demoMember,
  finance,
  login,
  otherOwner,
  owner,
  signInWithCode,
  startChallenge,
  turnMfaOn,
  verify,
} from '../support/sign-in-steps.ts'
import { openSignedIn } from '../support/socket.ts'
import { useApp } from '../support/use-app.ts'

const app = useApp()
let passwordHash: string
beforeAll(async () => {
  passwordHash = await testPasswords.hash(demoPassword)
  await turnMfaOn(app)
})
beforeEach(async () => {
  await app.db.rateLimit.deleteMany()
  await app.db.teamMember.updateMany({ data: { passwordHash, status: 'ACTIVE' } })
})

const state = async () => ({
  sessions: await app.db.session.count(),
  challenges: await app.db.challenge.count(),
  links: await app.db.mailedLink.count(),
  signIns: await app.db.auditEvent.count({
    where: { action: { in: ['login.succeeded', 'challenge.issued'] } },
  }),
})

/** Signs in while another transaction holds the member's lock and, once the sign-in waits for it, does `meanwhile`. */
const signInWhile = (email: string, meanwhile: string, input: Partial<LoginInput> = {}) =>
  inBetween(app, lockOf(demoMember(email).id), () => login(app.anonymous, email, input), meanwhile)

const lockOf = (id: string) => ({ sql: 'SELECT 1 FROM team_member WHERE id = $1 FOR UPDATE', id })

describe.each([
  ['without MFA', otherOwner],
  ['with MFA', owner],
])('%s', (_, email) => {
  it.each([
    ['whose password is changed', `UPDATE team_member SET password_hash = 'of another' WHERE id = $1`],
    ['who is deactivated', `UPDATE team_member SET status = 'DEACTIVATED' WHERE id = $1`],
  ])('somebody %s at this moment gets no further', async (_what, meanwhile) => {
    const before = await state()
    expect((await signInWhile(email, meanwhile)).__typename).toBe('InvalidCredentialsError')
    expect(await state()).toEqual(before)
  })
})

it('a code is asked for where MFA is turned on at this moment', async () => {
  const { accountId: id } = demoMember(otherOwner)
  const sessions = await app.db.session.count()
  const answer = await inBetween(
    app,
    { sql: 'SELECT 1 FROM account WHERE id = $1 FOR NO KEY UPDATE', id },
    () => login(app.anonymous, otherOwner),
    'UPDATE account SET mfa_enabled = true WHERE id = $1',
  )
  await app.db.account.update({ where: { id }, data: { mfaEnabled: false } })
  as('VerificationRequired', answer)
  expect(await app.db.session.count()).toBe(sessions)
})

it('a remembered device that is forgotten at this moment is asked for a code', async () => {
  const { trustedDeviceToken } = await signInWithCode(app, owner, { rememberMe: true })
  const sessions = await app.db.session.count()
  const meanwhile = 'DELETE FROM trusted_device WHERE team_member_id = $1'
  as('VerificationRequired', await signInWhile(owner, meanwhile, { trustedDeviceToken }))
  expect(await app.db.session.count()).toBe(sessions)
})

it('ten codes with “remember me” at once leave ten remembered devices, beside the nine there were', async () => {
  const { id } = demoMember(finance)
  await app.db.$executeRaw`
    INSERT INTO trusted_device (id, team_member_id, token_hash, created_at, expires_at)
    SELECT gen_random_uuid(), ${id}::uuid, sha256(n::text::bytea), now() - interval '1 day', now() + interval '1 day'
    FROM generate_series(1, 9) AS n`
  const challenges = []
  for (let times = 0; times < 9; times++) challenges.push(await startChallenge(app, finance))
  await app.db.rateLimit.deleteMany()
  const answers = await Promise.all(
    challenges.map(({ challengeToken, code }) => verify(app.anonymous, challengeToken, code, true)),
  )
  expect(answers.map(({ __typename }) => __typename)).toEqual(Array(9).fill('LoginSuccess'))
  expect(await app.db.trustedDevice.count({ where: { teamMemberId: id } })).toBe(10)
})

describe('the tries of an address', () => {
  const addressPoints = async () =>
    (await app.db.rateLimit.findFirst({ where: { key: { startsWith: 'sign-in:address:' } } }))?.points

  it('are not forgotten because one of its people signs in', async () => {
    for (let times = 0; times < 3; times++) await login(app.anonymous, finance, { password: 'a wrong one' })
    as('LoginSuccess', await login(app.anonymous, otherOwner))
    expect(await addressPoints()).toBe(3)
    // The member's own are.
    for (let times = 0; times < 3; times++)
      await login(app.anonymous, otherOwner, { password: 'a wrong one' })
    as('LoginSuccess', await login(app.anonymous, otherOwner))
    expect(await app.db.rateLimit.count({ where: { key: { startsWith: 'sign-in:person:' } } })).toBe(1)
    expect(await addressPoints()).toBe(6)
  })

  it('are not used up by people who sign in, whether they are asked for a code or not', async () => {
    await app.db.$executeRaw`
      INSERT INTO rate_limit (key, points, resets_at)
      VALUES ('sign-in:address:127.0.0.1', 99, now() + interval '15 minutes')`
    for (let times = 0; times < 3; times++) {
      as('LoginSuccess', await login(app.anonymous, otherOwner))
      as('VerificationRequired', await login(app.anonymous, owner))
    }
    expect(await addressPoints()).toBe(99)
    await login(app.anonymous, finance, { password: 'a wrong one' })
    expect((await login(app.anonymous, otherOwner)).__typename).toBe('RateLimitedError')
  })
})

it('a browser’s code is not used up over a WebSocket, whose answer has no cookie to go into', async () => {
  const { sessionToken } = as('LoginSuccess', await login(app.anonymous, otherOwner))
  const browser = createBrowser(app.url, 'Firefox/140.0')
  const input = { sessionTransport: 'COOKIE' as const }
  const { challengeToken, code } = await startChallenge(app, owner, input, browser)
  const before = await state()
  const socket = await openSignedIn(app.url, sessionToken ?? '')
  const [answer] = await socket.run(
    '1',
    'mutation ($input: VerifyCodeInput!) { verifyCode(input: $input) { __typename } }',
    { input: { challengeToken, code } },
  )
  expect(answer.payload.data).toBe(null)
  expect(answer.payload.errors[0].extensions.code).toBe('BAD_REQUEST')
  expect(await state()).toEqual(before)
  socket.socket.close()
  as('LoginSuccess', await verify(browser, challengeToken, code))
})
