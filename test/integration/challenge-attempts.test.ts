// Guessing a code: how often it can be tried, alone and at the same moment.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { hashToken } from '../../src/platform/encryption/crypto.ts'
import { startChallenge, verify, wrongCode } from '../support/sign-in-steps.ts'
import { useApp } from '../support/use-app.ts'

const email = 'owner@summitridge.example'

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

describe('a wrong code', () => {
  it('can be given five times; then even the right one is refused', async () => {
    const { challengeToken, code } = await startChallenge(app, email)
    const before = await countSessions()
    const messages = []
    for (const remaining of [4, 3, 2, 1, 0]) {
      const answer = await verify(app.anonymous, challengeToken, wrongCode(code))
      expect(answer).toEqual(invalid(remaining))
      messages.push((answer as { message: string }).message)
    }
    expect(messages).toEqual([
      'Incorrect code. 4 attempts left.',
      'Incorrect code. 3 attempts left.',
      'Incorrect code. 2 attempts left.',
      'Incorrect code. 1 attempt left.',
      'Too many attempts. Request a new code, or start again.',
    ])
    expect(await verify(app.anonymous, challengeToken, code)).toEqual(invalid(0))
    expect(await countSessions()).toBe(before)
    expect(await challengeOf(challengeToken)).toMatchObject({
      codeAttempts: 5,
      attempts: 5,
      consumedAt: null,
    })
  })

  it('leaves the right one good for the fifth try', async () => {
    const { challengeToken, code } = await startChallenge(app, email)
    for (const _try of [1, 2, 3, 4]) await verify(app.anonymous, challengeToken, wrongCode(code))
    expect((await verify(app.anonymous, challengeToken, code)).__typename).toBe('LoginSuccess')
  })

  it('given 100 times at the same moment is looked at five times', async () => {
    const { challengeToken, code } = await startChallenge(app, email)
    const guesses = Array.from({ length: 100 }, (_, n) =>
      ((Number(code) + 1 + n) % 1_000_000).toString().padStart(6, '0'),
    )
    const answers = await Promise.all(guesses.map((guess) => verify(app.anonymous, challengeToken, guess)))
    const remaining = answers.map((answer) => (answer as { attemptsRemaining: number }).attemptsRemaining)
    expect(remaining.sort((a, b) => b - a)).toEqual([4, 3, 2, 1, ...Array(96).fill(0)])
    expect(await challengeOf(challengeToken)).toMatchObject({ codeAttempts: 5, attempts: 5 })
    expect(await verify(app.anonymous, challengeToken, code)).toEqual(invalid(0))
  })

  it('ends the challenge at the tenth, however often the code was renewed', async () => {
    const { challengeToken, code } = await startChallenge(app, email)
    await app.db.challenge.update({
      where: { id: (await challengeOf(challengeToken)).id },
      // As after a resend: the new code has no tries yet, and the challenge keeps its own.
      data: { codeAttempts: 0, attempts: 9 },
    })
    expect(await verify(app.anonymous, challengeToken, wrongCode(code))).toEqual(invalid(0))
    expect(await verify(app.anonymous, challengeToken, code)).toEqual(expired)
  })

  it.each([
    ['nothing', ''],
    ['too short', '12345'],
    ['too long', '1234567'],
    ['letters', 'abcdef'],
    ['digits of another script', '１２３４５６'],
    ['very long', '0'.repeat(100_000)],
    ['a pattern', '%'],
    ['an attempt at SQL', "' OR 1=1 --"],
    ['a NUL', '\0'],
  ])('may be anything: %s', async (_what, guess) => {
    const { challengeToken } = await startChallenge(app, email)
    expect(await verify(app.anonymous, challengeToken, guess)).toEqual(invalid(4))
  })

  it('is one that belongs to another challenge', async () => {
    const [a, b] = [await startChallenge(app, email), await startChallenge(app, email)]
    const other = await startChallenge(app, 'finance@summitridge.example')
    // Two codes can be the same by chance.
    const [forB, forOther] = [a.code === b.code ? wrongCode(b.code) : a.code, b.code]
    expect(await verify(app.anonymous, b.challengeToken, forB)).toEqual(invalid(4))
    if (forOther !== other.code) {
      expect(await verify(app.anonymous, other.challengeToken, forOther)).toEqual(invalid(4))
    }
    expect((await verify(app.anonymous, b.challengeToken, b.code)).__typename).toBe('LoginSuccess')
    expect((await verify(app.anonymous, a.challengeToken, a.code)).__typename).toBe('LoginSuccess')
  })
})

it.each(['', 'x', 'A'.repeat(43), '\0'])('a challenge token that was never given out: %j', async (token) => {
  const before = await countSessions()
  expect(await verify(app.anonymous, token, '123456')).toEqual(expired)
  expect(await countSessions()).toBe(before)
})
