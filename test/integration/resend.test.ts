// Another code for a sign-in under way: when, how often, and what it does to the codes and tries before it.

import { beforeAll, beforeEach, expect, it } from 'vitest'
import { type ClockedDatabase, createClockedDatabase } from '../support/clock.ts'
import { ResendCodeDocument } from '../support/gql/graphql.ts'
import {
  as,
  codesTo,
  demoMember,
  login,
  owner,
  turnMfaOn,
  verify,
  wrongCode,
} from '../support/sign-in-steps.ts'
import { useApp } from '../support/use-app.ts'

let database: ClockedDatabase
const app = useApp({
  config: { role: 'server' },
  createDatabase: async () => {
    database = await createClockedDatabase()
    return database
  },
})
beforeAll(() => turnMfaOn(app))
beforeEach(async () => {
  await app.db.rateLimit.deleteMany()
})

async function resend(challengeToken: string) {
  return (await app.anonymous.request(ResendCodeDocument, { challengeToken })).resendCode
}

let sent = 0

/** The newest code, once its mail is there. */
async function nextCode(): Promise<string> {
  sent += 1
  return (await codesTo(app, owner, sent)).at(-1) ?? ''
}

/** Begins a sign-in, and stops the clock at the moment at which its code was sent. */
async function begin(): Promise<{ challengeToken: string; code: string }> {
  const { challengeToken } = as('VerificationRequired', await login(app.anonymous, owner))
  const code = await nextCode()
  await database.freeze()
  await app.db.$executeRaw`
    UPDATE challenge SET code_sent_at = now(), code_expires_at = now() + interval '10 minutes',
      expires_at = now() + interval '15 minutes'
    WHERE id = (SELECT id FROM challenge ORDER BY created_at DESC LIMIT 1)`
  return { challengeToken, code }
}

const newestChallenge = () => app.db.challenge.findFirstOrThrow({ orderBy: { createdAt: 'desc' } })

it('sends another code after 60 seconds, and not after 59', async () => {
  const { challengeToken } = await begin()
  await database.advance('59 seconds')
  const before = await newestChallenge()
  expect(await resend(challengeToken)).toMatchObject({
    __typename: 'RateLimitedError',
    retryAfterSeconds: 1,
    message: expect.stringMatching(/^We just sent you a code\. /),
  })
  expect(await newestChallenge()).toEqual(before)
  await database.advance('1 second')
  expect(await resend(challengeToken)).toEqual({
    __typename: 'VerificationRequired',
    challengeToken,
    sentTo: 'o•••@summitridge.example',
    rememberMeAllowed: true,
  })
  await nextCode()
  expect(await newestChallenge()).toMatchObject({ resends: 1, codeAttempts: 0 })
  // And the next one 60 seconds after this one.
  await database.advance('59 seconds')
  expect((await resend(challengeToken)).__typename).toBe('RateLimitedError')
})

it('kills the old code', async () => {
  const { challengeToken, code: old } = await begin()
  await database.advance('60 seconds')
  as('VerificationRequired', await resend(challengeToken))
  const fresh = await nextCode()
  expect(fresh).not.toBe(old)
  expect(await verify(app.anonymous, challengeToken, old)).toMatchObject({
    __typename: 'InvalidCodeError',
    attemptsRemaining: 4,
  })
  as('LoginSuccess', await verify(app.anonymous, challengeToken, fresh))
})

it('sends three more for one sign-in', async () => {
  const { challengeToken } = await begin()
  for (let times = 0; times < 3; times++) {
    await database.advance('60 seconds')
    as('VerificationRequired', await resend(challengeToken))
    await nextCode()
  }
  await database.advance('60 seconds')
  const before = await newestChallenge()
  expect(await resend(challengeToken)).toEqual({
    __typename: 'RateLimitedError',
    // Until this sign-in is over, and another can begin: 15 minutes, of which 4 have passed.
    retryAfterSeconds: 11 * 60,
    message: 'Too many codes were sent. Use the newest one, or start again later.',
  })
  expect(await newestChallenge()).toEqual(before)
})

it('sends one person ten codes in an hour, over any number of sign-ins', async () => {
  for (let challenges = 0; challenges < 2; challenges++) {
    const { challengeToken } = await begin()
    for (let times = 0; times < 3; times++) {
      await database.advance('60 seconds')
      as('VerificationRequired', await resend(challengeToken))
      await nextCode()
    }
  }
  const { challengeToken } = await begin()
  await database.advance('60 seconds')
  as('VerificationRequired', await resend(challengeToken))
  const tenth = await nextCode()
  await database.advance('60 seconds')
  const challenges = await app.db.challenge.count()
  expect(await resend(challengeToken)).toMatchObject({ __typename: 'RateLimitedError' })
  expect(await login(app.anonymous, owner)).toMatchObject({ __typename: 'RateLimitedError' })
  expect(await app.db.challenge.count()).toBe(challenges)
  // The tenth still works.
  as('LoginSuccess', await verify(app.anonymous, challengeToken, tenth))
  await database.advance('1 hour')
  as('VerificationRequired', await login(app.anonymous, owner))
  await nextCode()
})

it('does not give tries back: ten wrong codes end the sign-in, however many codes were sent', async () => {
  const { challengeToken, code: first } = await begin()
  const remaining: unknown[] = []
  const guess = async (code: string) => {
    // The person's own count would end this sooner; it is looked at elsewhere.
    await app.db.rateLimit.deleteMany({ where: { key: { startsWith: 'sign-in:' } } })
    return verify(app.anonymous, challengeToken, code)
  }
  const guessWrong = async () => {
    const answer = await guess(wrongCode(first))
    remaining.push('attemptsRemaining' in answer ? answer.attemptsRemaining : answer.__typename)
  }
  for (let times = 0; times < 3; times++) await guessWrong()
  await database.advance('60 seconds')
  as('VerificationRequired', await resend(challengeToken))
  await nextCode()
  for (let times = 0; times < 6; times++) await guessWrong()
  await database.advance('60 seconds')
  as('VerificationRequired', await resend(challengeToken))
  const last = await nextCode()
  for (let times = 0; times < 3; times++) await guessWrong()
  // 5 a code; of the third code only what the 10 of the challenge leave.
  expect(remaining).toEqual([4, 3, 2, 4, 3, 2, 1, 0, 0, 1, 0, 'ChallengeExpiredError'])
  expect((await newestChallenge()).attempts).toBe(10)
  expect((await guess(last)).__typename).toBe('ChallengeExpiredError')
  await database.advance('60 seconds')
  expect(await resend(challengeToken)).toEqual({
    __typename: 'ChallengeExpiredError',
    code: 'CHALLENGE_EXPIRED',
  })
})

it('sends one code when two ask at the same moment, and counts one', async () => {
  const { challengeToken, code: old } = await begin()
  const countSends = async () =>
    (await app.db.rateLimit.findFirst({ where: { key: { startsWith: 'code-sends:' } } }))?.points
  const sends = (await countSends()) ?? 0
  await database.advance('60 seconds')
  const answers = await Promise.all([resend(challengeToken), resend(challengeToken)])
  expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
    'RateLimitedError',
    'VerificationRequired',
  ])
  expect(await countSends()).toBe(sends + 1)
  const fresh = await nextCode()
  const { id, resends } = await newestChallenge()
  expect(resends).toBe(1)
  expect(await app.db.auditEvent.count({ where: { action: 'challenge.code_resent', subjectId: id } })).toBe(1)
  expect((await verify(app.anonymous, challengeToken, old)).__typename).toBe('InvalidCodeError')
  as('LoginSuccess', await verify(app.anonymous, challengeToken, fresh))
})

it('lets a second tab with an older sign-in no further without its own code', async () => {
  const older = await begin()
  const newer = await begin()
  expect((await verify(app.anonymous, older.challengeToken, newer.code)).__typename).toBe('InvalidCodeError')
  expect((await verify(app.anonymous, newer.challengeToken, older.code)).__typename).toBe('InvalidCodeError')
  as('LoginSuccess', await verify(app.anonymous, newer.challengeToken, newer.code))
  const sessions = { where: { teamMemberId: demoMember(owner).id } }
  const before = await app.db.session.count(sessions)
  for (const code of ['', wrongCode(older.code), newer.code]) {
    expect((await verify(app.anonymous, older.challengeToken, code)).__typename).toBe('InvalidCodeError')
  }
  expect(await app.db.session.count(sessions)).toBe(before)
  as('LoginSuccess', await verify(app.anonymous, older.challengeToken, older.code))
  expect((await verify(app.anonymous, older.challengeToken, older.code)).__typename).toBe(
    'ChallengeExpiredError',
  )
  expect(await app.db.session.count(sessions)).toBe(before + 1)
})

it('answers a token that is none as one that is over', async () => {
  const gone = { __typename: 'ChallengeExpiredError', code: 'CHALLENGE_EXPIRED' }
  for (const token of ['', 'x', 'A'.repeat(43), '\0']) expect(await resend(token)).toEqual(gone)
  const { challengeToken } = await begin()
  await database.advance('15 minutes')
  expect(await resend(challengeToken)).toEqual(gone)
})
