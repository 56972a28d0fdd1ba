// "Remember me": a device on which no code is asked for 30 days.

import { beforeEach, describe, expect, it } from 'vitest'
import { demoPassword } from '../../prisma/seed.ts'
import { hashToken } from '../../src/platform/encryption/crypto.ts'
import { GiveCodeDocument, LogInDocument } from '../support/gql/graphql.ts'
import { cookiePair, cookieValue, post } from '../support/http.ts'
import {
  as,
  finance,
  login,
  owner,
  signInWithCode,
  startChallenge,
  verify,
} from '../support/sign-in-steps.ts'
import { age, dumpDatabase, formsOf } from '../support/stored-tokens.ts'
import { useApp, useServer } from '../support/use-app.ts'

const dayMs = 86_400_000

const app = useApp()
const secure = useServer(() => app, { publicUrl: 'https://portal.example.com' })
beforeEach(async () => {
  await app.pool.query('UPDATE account SET mfa_enabled = true, remember_me_allowed = true')
  await app.pool.query('DELETE FROM trusted_device')
  // The codes of a whole file would be too many for one member's hour.
  await app.pool.query('DELETE FROM rate_limit')
})

/** The codes that were mailed; what else is mailed tells of what was done. */
const countCodes = async () =>
  (await app.mailsTo(owner)).filter(({ subject }) => subject === 'Your Vestibule sign-in code').length

const countDevices = () => app.db.trustedDevice.count()
const deviceOf = (token: string) =>
  app.db.trustedDevice.findUniqueOrThrow({ where: { tokenHash: new Uint8Array(hashToken(token)) } })

/** Signs in with a code, and has the device remembered. */
async function remember(who = owner): Promise<string> {
  const signedIn = await signInWithCode(app, who, { rememberMe: true })
  expect(signedIn.trustedDeviceToken).toMatch(/^[\w-]{43}$/)
  return signedIn.trustedDeviceToken ?? ''
}

const outcomeWith = async (trustedDeviceToken: string, who = owner) =>
  (await login(app.anonymous, who, { trustedDeviceToken })).__typename

describe('a mobile client that is remembered', () => {
  it('gets a token, with which the password alone signs in and no code is sent', async () => {
    const token = await remember()
    const codes = await countCodes()
    expect(await login(app.anonymous, owner, { trustedDeviceToken: token })).toMatchObject({
      __typename: 'LoginSuccess',
      sessionToken: expect.stringMatching(/^[\w-]{43}$/),
      trustedDeviceToken: null,
    })
    expect(await countCodes()).toBe(codes)
    // Not once alone.
    expect([await outcomeWith(token), await outcomeWith(token)]).toEqual(['LoginSuccess', 'LoginSuccess'])
    expect(await countCodes()).toBe(codes)
    expect(await outcomeWith('')).toBe('VerificationRequired')
  })

  it('is one only if it was asked for', async () => {
    const { challengeToken, code } = await startChallenge(app, owner)
    const signedIn = await verify(app.anonymous, challengeToken, code, false)
    expect(signedIn).toMatchObject({ __typename: 'LoginSuccess', trustedDeviceToken: null })
    expect(await countDevices()).toBe(0)
  })

  it('has its token stored as a hash alone', async () => {
    const token = await remember()
    const everything = (await dumpDatabase(app.pool)) + app.logs.join('')
    for (const form of formsOf(token)) expect(everything).not.toContain(form)
  })

  it('gives the password all the same', async () => {
    const token = await remember()
    const before = await app.db.session.count()
    const input = { password: 'violet-harbor-quilt-93', trustedDeviceToken: token }
    as('InvalidCredentialsError', await login(app.anonymous, owner, input))
    expect(await app.db.session.count()).toBe(before)
  })

  it('is remembered for itself: its token opens no session', async () => {
    const token = await remember()
    const viewer = await post(
      app.url,
      '{ viewer { teamMember { email } } }',
      {},
      {
        authorization: `Bearer ${token}`,
      },
    )
    expect(viewer.json).toEqual({ data: { viewer: null } })
  })
})

describe('30 days', () => {
  it.each([
    ['29 days 23 hours', 'LoginSuccess'],
    ['30 days 00:00:01', 'VerificationRequired'],
  ])('after %s the answer to the password is %s', async (old, outcome) => {
    const token = await remember()
    await age(app, 'trusted_device', token, old)
    expect(await outcomeWith(token)).toBe(outcome)
  })

  it('are fixed: being used is noted, and prolongs nothing', async () => {
    const token = await remember()
    const { createdAt, expiresAt } = await deviceOf(token)
    expect(expiresAt.getTime() - createdAt.getTime()).toBe(30 * dayMs)
    await age(app, 'trusted_device', token, '10 days')
    const before = await deviceOf(token)
    expect(await outcomeWith(token)).toBe('LoginSuccess')
    const after = await deviceOf(token)
    expect(after.expiresAt).toEqual(before.expiresAt)
    expect(after.lastUsedAt.getTime() - before.lastUsedAt.getTime()).toBeGreaterThanOrEqual(10 * dayMs)
  })
})

describe('a code is asked for on a remembered device', () => {
  it('of another member', async () => {
    const token = await remember()
    expect(await outcomeWith(token, finance)).toBe('VerificationRequired')
    expect(await outcomeWith(token)).toBe('LoginSuccess')
  })

  it('where the account has stopped allowing it', async () => {
    const token = await remember()
    await app.pool.query('UPDATE account SET remember_me_allowed = false')
    const answer = await login(app.anonymous, owner, { trustedDeviceToken: token })
    expect(answer).toMatchObject({ __typename: 'VerificationRequired', rememberMeAllowed: false })
  })

  it('whose row is gone', async () => {
    const token = await remember()
    await app.pool.query('DELETE FROM trusted_device')
    expect(await outcomeWith(token)).toBe('VerificationRequired')
  })
})

it('where the account does not allow it, asking to be remembered signs in and remembers nothing', async () => {
  await app.pool.query('UPDATE account SET remember_me_allowed = false')
  const { challengeToken, code, rememberMeAllowed } = await startChallenge(app, owner)
  expect(rememberMeAllowed).toBe(false)
  const signedIn = await verify(app.anonymous, challengeToken, code, true)
  expect(signedIn).toMatchObject({ __typename: 'LoginSuccess', trustedDeviceToken: null })
  expect(await countDevices()).toBe(0)
})

it('a member has ten remembered devices at most: the eleventh drops the oldest, and nobody else’s', async () => {
  const other = await remember(finance)
  const oldest = await remember()
  await age(app, 'trusted_device', oldest, '20 days')
  const { teamMemberId } = await deviceOf(oldest)
  await app.pool.query(
    `INSERT INTO trusted_device (id, team_member_id, token_hash, created_at, expires_at)
     SELECT gen_random_uuid(), $1, decode(lpad(to_hex(n), 64, '0'), 'hex'), now() - n * interval '1 day',
            now() + interval '10 days'
     FROM generate_series(1, 9) n`,
    [teamMemberId],
  )
  const devicesOf = () => app.db.trustedDevice.count({ where: { teamMemberId } })
  expect(await devicesOf()).toBe(10)
  const newest = await remember()
  expect(await devicesOf()).toBe(10)
  expect(await outcomeWith(oldest)).toBe('VerificationRequired')
  expect(await outcomeWith(newest)).toBe('LoginSuccess')
  expect(await outcomeWith(other, finance)).toBe('LoginSuccess')
})

describe('a browser that is remembered', () => {
  it('gets a cookie for 30 days that no script can read, and signs in with it', async () => {
    const { challengeToken, code } = await startChallenge(app, owner, { sessionTransport: 'COOKIE' })
    const input = { challengeToken, code, rememberMe: true }
    const { cookies, text, json } = await post(app.url, GiveCodeDocument, { input })
    expect(cookies).toEqual([
      expect.stringMatching(/^vestibule_session=[\w-]{43}; Path=\/; SameSite=Lax; HttpOnly$/),
      expect.stringMatching(
        /^vestibule_device_[0-9a-f]{16}=[\w-]{43}; Path=\/; Expires=[^;]+ GMT; SameSite=Lax; HttpOnly$/,
      ),
    ])
    const [, expires = ''] = /Expires=([^;]+)/.exec(cookies[1] ?? '') ?? []
    expect(Math.abs(Date.parse(expires) - Date.now() - 30 * dayMs)).toBeLessThan(60_000)
    expect(json.data.verifyCode).toMatchObject({ sessionToken: null, trustedDeviceToken: null })
    for (const cookie of cookies) expect(text).not.toContain(cookieValue(cookie))

    const credentials = { input: { email: owner, password: demoPassword } }
    const device = cookiePair(cookies[1])
    const again = await post(app.url, LogInDocument, credentials, { cookie: device })
    expect(again.json.data.login.__typename).toBe('LoginSuccess')
    expect(again.cookies).toHaveLength(1)
    // The session's cookie is no device, and the device's no session.
    const session = await post(app.url, LogInDocument, credentials, { cookie: cookiePair(cookies[0]) })
    expect(session.json.data.login.__typename).toBe('VerificationRequired')
  })

  it('gets over https a cookie that is tied to this host', async () => {
    const { challengeToken, code } = await startChallenge(secure, owner, { sessionTransport: 'COOKIE' })
    const input = { challengeToken, code, rememberMe: true }
    const { cookies } = await post(secure.url, GiveCodeDocument, { input })
    expect(cookies[1]).toMatch(
      /^__Host-vestibule_device_[0-9a-f]{16}=[\w-]{43}; Path=\/; Expires=[^;]+; Secure; SameSite=Lax; HttpOnly$/,
    )
  })
})
