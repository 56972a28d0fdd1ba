// How often signing in can be tried, and how long a session lasts.

import { beforeEach, describe, expect, it } from 'vitest'
import { runSweep } from '../../src/platform/database/sweep.ts'
import { sweepRateLimits } from '../../src/platform/limits/sweep-rate-limits.ts'
import { createClient } from '../support/client.ts'
import { WhoAmIDocument } from '../support/gql/graphql.ts'
import { as, finance, login, owner } from '../support/sign-in-steps.ts'
import { age, sessionOf } from '../support/stored-tokens.ts'
import { useApp } from '../support/use-app.ts'

const wrong = { password: 'violet-harbor-quilt-93' }

const app = useApp()
beforeEach(async () => {
  await app.db.rateLimit.deleteMany()
})

const countSessions = () => app.db.session.count()
const isSignedIn = async (token: string) =>
  (await createClient(app.url, token).request(WhoAmIDocument)).viewer !== null

/** As if the time of all limits were over. */
const endLimits = () => app.pool.query(`UPDATE rate_limit SET resets_at = now() - interval '1 second'`)

/** Signs in, and returns the session's token. */
const signIn = async (who = owner) => as('LoginSuccess', await login(app.anonymous, who)).sessionToken ?? ''

async function failTimes(times: number): Promise<void> {
  for (let count = 0; count < times; count++) {
    as('InvalidCredentialsError', await login(app.anonymous, owner, wrong))
  }
}

describe('ten wrong passwords in a row', () => {
  it('close the door for 15 minutes, to the right one as well, and to nobody else', async () => {
    const live = await app.signIn(owner)
    await failTimes(10)
    const before = await countSessions()
    const refused = await login(app.anonymous, owner)
    expect(refused).toEqual({
      __typename: 'RateLimitedError',
      code: 'RATE_LIMITED',
      message: 'Too many sign-in attempts. Try again in 15 minutes.',
      retryAfterSeconds: expect.any(Number),
    })
    const { retryAfterSeconds } = refused as { retryAfterSeconds: number }
    expect(retryAfterSeconds).toBeGreaterThan(14 * 60)
    expect(retryAfterSeconds).toBeLessThanOrEqual(15 * 60)
    // In another case it is still the same person.
    as('RateLimitedError', await login(app.anonymous, owner.toUpperCase()))
    expect(await countSessions()).toBe(before)
    as('LoginSuccess', await login(app.anonymous, finance))
    expect(await isSignedIn(live.token ?? '')).toBe(true)
  })

  it('open it again when the time is over, and tries while it was closed did not prolong it', async () => {
    await failTimes(10)
    const endOf = async () =>
      (await app.pool.query(`SELECT resets_at FROM rate_limit WHERE key LIKE 'sign-in:person:%'`)).rows
    const end = await endOf()
    for (let count = 0; count < 5; count++) await login(app.anonymous, owner)
    expect(await endOf()).toEqual(end)
    await endLimits()
    as('LoginSuccess', await login(app.anonymous, owner))
  })

  it('are counted for an address that nobody has as well', async () => {
    const stranger = 'nobody@summitridge.example'
    for (let count = 0; count < 10; count++) await login(app.anonymous, stranger)
    as('RateLimitedError', await login(app.anonymous, stranger))
  })
})

it('a success begins the count anew', async () => {
  for (const _round of [1, 2]) {
    await failTimes(9)
    as('LoginSuccess', await login(app.anonymous, owner))
  }
})

it('of 30 guesses at the same moment, 10 are looked at', async () => {
  const before = await countSessions()
  const answers = await Promise.all(Array.from({ length: 30 }, () => login(app.anonymous, owner, wrong)))
  const kinds = answers.map(({ __typename }) => __typename).sort()
  expect(kinds).toEqual([...Array(10).fill('InvalidCredentialsError'), ...Array(20).fill('RateLimitedError')])
  as('RateLimitedError', await login(app.anonymous, owner))
  expect(await countSessions()).toBe(before)
})

it('an address that has tried 100 times waits, whomever it tries next', async () => {
  await app.pool.query(
    `INSERT INTO rate_limit VALUES ('sign-in:address:127.0.0.1', 99, now() + interval '10 minutes')`,
  )
  as('InvalidCredentialsError', await login(app.anonymous, owner, wrong))
  const refused = await login(app.anonymous, finance)
  expect(refused).toMatchObject({ __typename: 'RateLimitedError', retryAfterSeconds: expect.any(Number) })
  await endLimits()
  as('LoginSuccess', await login(app.anonymous, finance))
})

describe('a session', () => {
  it('lasts seven days on the clock of the database', async () => {
    const token = await signIn()
    const { createdAt, lastSeenAt, authenticatedAt, expiresAt } = await sessionOf(app, token)
    expect(expiresAt.getTime() - createdAt.getTime()).toBe(7 * 86_400_000)
    expect([lastSeenAt, authenticatedAt]).toEqual([createdAt, createdAt])
  })

  it.each([
    ['11:59:00', true],
    ['12:00:01', false],
  ])('not used for %s is alive: %s', async (idle, alive) => {
    const token = await signIn()
    await age(app, 'session', token, idle)
    expect(await isSignedIn(token)).toBe(alive)
    // Being used makes it last; being refused does not revive it.
    expect(await isSignedIn(token)).toBe(alive)
  })

  it.each([
    ['6 days 23:59:50', true],
    ['7 days 00:00:01', false],
  ])('of %s that was used until now is alive: %s', async (old, alive) => {
    const token = await signIn()
    await age(app, 'session', token, old)
    await app.pool.query('UPDATE session SET last_seen_at = now() WHERE id = $1', [
      (await sessionOf(app, token)).id,
    ])
    expect(await isSignedIn(token)).toBe(alive)
  })

  it('that is used for days ends all the same after seven', async () => {
    const token = await signIn()
    for (let hours = 0; hours < 7 * 24; hours += 8) {
      expect(await isSignedIn(token)).toBe(true)
      await age(app, 'session', token, '8 hours')
    }
    expect(await isSignedIn(token)).toBe(false)
  })

  it('notes that it is used at most once a minute', async () => {
    const token = await signIn()
    await age(app, 'session', token, '50 seconds')
    const { lastSeenAt } = await sessionOf(app, token)
    await isSignedIn(token)
    expect((await sessionOf(app, token)).lastSeenAt).toEqual(lastSeenAt)
    await age(app, 'session', token, '11 seconds')
    await isSignedIn(token)
    const noted = (await sessionOf(app, token)).lastSeenAt
    expect(noted.getTime() - lastSeenAt.getTime()).toBeGreaterThan(49_000)
    await isSignedIn(token)
    expect((await sessionOf(app, token)).lastSeenAt).toEqual(noted)
  })

  it('of a member who is deactivated is over at the next request', async () => {
    const token = await signIn(finance)
    await app.pool.query(`UPDATE team_member SET status = 'DEACTIVATED' WHERE email = $1`, [finance])
    expect(await isSignedIn(token)).toBe(false)
  })
})

it('forgets limits that are over, and no other, however many delete them at once', async () => {
  await app.pool.query(`
    DELETE FROM rate_limit;
    INSERT INTO rate_limit (key, points, resets_at)
    SELECT 'over:' || n, 9, now() - interval '1 second' FROM generate_series(1, 2500) n
    UNION ALL SELECT 'counting:' || n, 9, now() + interval '1 minute' FROM generate_series(1, 3) n`)
  await Promise.all(Array.from({ length: 5 }, () => runSweep(app.db, sweepRateLimits)))
  // What another one had locked is left to it: once more finds whatever is still there.
  await runSweep(app.db, sweepRateLimits)
  const left = await app.db.rateLimit.findMany({ orderBy: { key: 'asc' } })
  expect(left.map(({ key, points }) => [key, points])).toEqual([1, 2, 3].map((n) => [`counting:${n}`, 9]))
})
