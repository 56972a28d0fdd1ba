// The second step of a sign-in, where the account has MFA on: the code by email.

import { createHash } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { hashToken } from '../../src/platform/encryption/crypto.ts'
import { createClient } from '../support/client.ts'
import {
  GiveCodeDocument,
  ListExportsDocument,
  LogOutDocument,
  WhoAmIDocument,
} from '../support/gql/graphql.ts'
import { cookiePair, cookieValue, post } from '../support/http.ts'
import { login, startChallenge, verify, wrongCode } from '../support/sign-in-steps.ts'
import { age, dumpDatabase, formsOf } from '../support/stored-tokens.ts'
import { useApp } from '../support/use-app.ts'

const email = 'owner@summitridge.example'
const unverified = 'analyst@summitridge.example'

const expired = {
  __typename: 'ChallengeExpiredError',
  code: 'CHALLENGE_EXPIRED',
  message: 'Your sign-in expired. Sign in again with your password.',
}
const invalid = (attemptsRemaining: number) => ({
  __typename: 'InvalidCodeError',
  code: 'INVALID_CODE',
  message: expect.any(String),
  attemptsRemaining,
})

const app = useApp()
beforeAll(() => app.pool.query('UPDATE account SET mfa_enabled = true'))
beforeEach(() => app.pool.query('DELETE FROM rate_limit'))

const countSessions = () => app.db.session.count()
const challengeOf = (token: string) =>
  app.db.challenge.findUniqueOrThrow({ where: { tokenHash: new Uint8Array(hashToken(token)) } })

async function countWaiting(): Promise<number> {
  const { rows } = await app.pool.query(
    `SELECT count(DISTINCT pid)::int AS count FROM pg_locks JOIN pg_stat_activity USING (pid)
     WHERE NOT granted AND datname = current_database()`,
  )
  return rows[0].count
}

describe('the right password', () => {
  it('sends a code and says where, masked, and until when', async () => {
    const before = await countSessions()
    const { mail, code, challengeToken, ...said } = await startChallenge(app, email)
    const { createdAt } = await challengeOf(challengeToken)
    const inSeconds = (seconds: number) => new Date(createdAt.getTime() + seconds * 1000).toISOString()
    expect(said).toEqual({
      __typename: 'VerificationRequired',
      sentTo: 'o•••@summitridge.example',
      expiresAt: inSeconds(15 * 60),
      resendAvailableAt: inSeconds(60),
      rememberMeAllowed: true,
      rememberMeDays: 30,
    })
    expect(challengeToken).toMatch(/^[\w-]{43}$/)
    expect(mail.subject).toBe('Your Vestibule sign-in code')
    expect(mail.text).toContain('The sign-in came from the address 127.0.0.1')
    expect(mail.text.split(code)).toHaveLength(2)
    expect(await countSessions()).toBe(before)
  })

  it('opens nothing by itself', async () => {
    const { challengeToken } = await startChallenge(app, email)
    const client = createClient(app.url, challengeToken)
    expect(await client.send(WhoAmIDocument)).toEqual({ data: { viewer: null } })
    const { errors } = await client.send(ListExportsDocument, {})
    expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED')
    const asCookie = await post(
      app.url,
      WhoAmIDocument,
      {},
      { cookie: `vestibule_session=${challengeToken}` },
    )
    expect(asCookie.json).toEqual({ data: { viewer: null } })
    await expect(client.subscribe(WhoAmIDocument)).rejects.toMatchObject({ code: 4401 })
    const again = await login(app.anonymous, email, { trustedDeviceToken: challengeToken })
    expect(again.__typename).toBe('VerificationRequired')
    await client.send(LogOutDocument)
    expect((await challengeOf(challengeToken)).consumedAt).toBeNull()
  })

  it('stores neither the code nor the token, and not the plain hash of a code either', async () => {
    const { challengeToken, code } = await startChallenge(app, email)
    const { id, codeHash } = await challengeOf(challengeToken)
    const places = [
      await dumpDatabase(app.pool, 'public.challenge'),
      await dumpDatabase(app.pool, 'public.rate_limit'),
      await dumpDatabase(app.pool, 'pgboss.%'),
      app.logs.join('\n'),
    ].join('\n')
    expect(places).toContain(id)
    for (const form of [code, Buffer.from(code).toString('hex')]) expect(places).not.toContain(form)
    const everything = await dumpDatabase(app.pool)
    for (const form of formsOf(challengeToken)) expect(everything).not.toContain(form)
    for (const text of [code, `${id}:${code}`, `${code}:${id}`]) {
      expect(createHash('sha256').update(text).digest().equals(codeHash)).toBe(false)
    }
  })
})

describe('the right code', () => {
  it('signs in, once: the second time the challenge is over', async () => {
    const { challengeToken, code } = await startChallenge(app, email)
    const before = await countSessions()
    const signedIn = await verify(app.anonymous, challengeToken, code)
    expect(signedIn).toMatchObject({ __typename: 'LoginSuccess', trustedDeviceToken: null })
    const { sessionToken } = signedIn as { sessionToken: string }
    const { viewer } = await createClient(app.url, sessionToken).request(WhoAmIDocument)
    expect(viewer?.teamMember.email).toBe(email)
    expect((await challengeOf(challengeToken)).consumedAt).not.toBeNull()
    expect(await verify(app.anonymous, challengeToken, code)).toEqual(expired)
    expect(await countSessions()).toBe(before + 1)
  })

  it('given to a browser sets its cookie, and no token is in the body', async () => {
    const challenge = await startChallenge(app, email, { sessionTransport: 'COOKIE' })
    const { challengeToken, code } = challenge
    const { cookies, text, json } = await post(app.url, GiveCodeDocument, { input: { challengeToken, code } })
    expect(cookies).toEqual([
      expect.stringMatching(/^vestibule_session=[\w-]{43}; Path=\/; SameSite=Lax; HttpOnly$/),
    ])
    expect(json.data.verifyCode).toMatchObject({ sessionToken: null, trustedDeviceToken: null })
    expect(text).not.toContain(cookieValue(cookies[0]))
    const viewer = await post(app.url, WhoAmIDocument, {}, { cookie: cookiePair(cookies[0]) })
    expect(viewer.json.data.viewer.teamMember.email).toBe(email)
  })

  it('may be written with spaces', async () => {
    const { challengeToken, code } = await startChallenge(app, email)
    const spaced = ` ${code.slice(0, 3)} ${code.slice(3)}\n`
    expect((await verify(app.anonymous, challengeToken, spaced)).__typename).toBe('LoginSuccess')
  })

  it('given 50 times at the same moment makes one session', async () => {
    const { challengeToken, code } = await startChallenge(app, email)
    const before = await countSessions()
    // Held back until several wait, so that their tries are counted before one of them signs in.
    const holder = await app.pool.connect()
    await holder.query('BEGIN')
    await holder.query('SELECT FROM challenge WHERE token_hash = $1 FOR UPDATE', [hashToken(challengeToken)])
    const given = Promise.all(Array.from({ length: 50 }, () => verify(app.anonymous, challengeToken, code)))
    await vi.waitFor(async () => expect(await countWaiting()).toBeGreaterThanOrEqual(5), 10_000)
    await holder.query('COMMIT')
    holder.release()
    const kinds = (await given).map(({ __typename }) => __typename)
    expect(kinds.filter((kind) => kind === 'LoginSuccess')).toHaveLength(1)
    expect(await countSessions()).toBe(before + 1)
    expect((await challengeOf(challengeToken)).codeAttempts).toBe(5)
  })

  it('proves the email of a member who had not verified it; a wrong one does not', async () => {
    const isVerified = async () => {
      const member = await app.db.teamMember.findUniqueOrThrow({ where: { email: unverified } })
      return member.emailVerifiedAt !== null
    }
    const { challengeToken, code } = await startChallenge(app, unverified)
    await verify(app.anonymous, challengeToken, wrongCode(code))
    expect(await isVerified()).toBe(false)
    expect(await verify(app.anonymous, challengeToken, code)).toMatchObject({
      viewer: { teamMember: { email: unverified, emailVerified: true } },
    })
    expect(await isVerified()).toBe(true)
  })

  it('signs nobody in who was deactivated since the password, and changes nothing', async () => {
    const { challengeToken, code } = await startChallenge(app, unverified)
    await app.pool.query(
      `UPDATE team_member SET status = 'DEACTIVATED', email_verified_at = NULL WHERE email = $1`,
      [unverified],
    )
    const before = await countSessions()
    expect(await verify(app.anonymous, challengeToken, code, true)).toEqual(expired)
    expect(await countSessions()).toBe(before)
    const { consumedAt, teamMember } = await app.db.challenge.findUniqueOrThrow({
      where: { tokenHash: new Uint8Array(hashToken(challengeToken)) },
      include: { teamMember: { include: { trustedDevices: true } } },
    })
    expect({ consumedAt, verified: teamMember.emailVerifiedAt, devices: teamMember.trustedDevices }).toEqual({
      consumedAt: null,
      verified: null,
      devices: [],
    })
    expect((await login(app.anonymous, unverified)).__typename).toBe('InvalidCredentialsError')
  })
})

describe('time', () => {
  it.each(['00:09:59', '00:10:01'])('a code %s old', async (old) => {
    const { challengeToken, code } = await startChallenge(app, email)
    await age(app, 'challenge', challengeToken, old)
    const before = await countSessions()
    const answer = await verify(app.anonymous, challengeToken, code)
    if (old === '00:09:59') {
      expect(answer.__typename).toBe('LoginSuccess')
    } else {
      const message = 'This code has expired. Request a new one.'
      expect(answer).toEqual({ ...invalid(4), message })
      expect((await challengeOf(challengeToken)).consumedAt).toBeNull()
      expect(await countSessions()).toBe(before)
    }
  })

  it.each(['00:14:59', '00:15:01'])('a challenge %s old', async (old) => {
    const { challengeToken, code } = await startChallenge(app, email)
    await age(app, 'challenge', challengeToken, old)
    const before = await countSessions()
    const answer = await verify(app.anonymous, challengeToken, code)
    expect(answer).toEqual(old === '00:14:59' ? invalid(4) : expired)
    expect((await challengeOf(challengeToken)).codeAttempts).toBe(old === '00:14:59' ? 1 : 0)
    expect(await countSessions()).toBe(before)
  })
})
