// Emailed codes: issues, renews and compares them, for signing in and for verifying an email address.
import type { DbOrTx } from '../../../platform/database/db.ts'
import { createUuid } from '../../../platform/database/uuid.ts'
import { createCode, hashCode, hashesMatch } from '../../../platform/encryption/crypto.ts'
import { RateLimitedError } from '../../../platform/errors.ts'
import { countTry, describeWait, type RateLimit, returnTry } from '../../../platform/limits/rate-limit.ts'
import { ChallengeExpiredError, InvalidCodeError } from '../../errors.ts'
import {
  attemptsRemaining,
  type Begun,
  type CountedChallenge,
  createChallenge,
  findOpenChallenge,
  incorrectCode,
  type NewChallenge,
  triesPerChallenge,
} from '../challenge.ts'

export const codeMinutes = 10
export const resendSeconds = 60
const resendsPerChallenge = 3
const hour = 60 * 60

/** Limits the codes sent to one person, for any purpose. */
const sendLimit: RateLimit = { name: 'code-sends', limit: 10, windowSeconds: hour, blockSeconds: hour }

/** A code to send, and the times of its challenge. */
export type IssuedCode = { challengeId: string; code: string; expiresAt: Date; resendAvailableAt: Date }

/**
 * Begins a challenge with its first code.
 * @throws RateLimitedError when too many codes were sent to the person.
 */
export async function issueCode(
  db: DbOrTx,
  secretKey: Buffer,
  challenge: NewChallenge,
): Promise<Begun<IssuedCode>> {
  await countSend(db, challenge.teamMemberId)
  const challengeId = createUuid()
  const code = createCode()
  const hash = hashCode(secretKey, challengeId, code)
  const begun = await createChallenge(db, challengeId, challenge, { hash, minutes: codeMinutes })
  return begun.outcome === 'refused' ? begun : { outcome: 'begun', challengeId, code, ...timesOf(begun) }
}

const timesOf = ({ expiresAt, codeSentAt }: { expiresAt: Date; codeSentAt: Date }) => ({
  expiresAt,
  resendAvailableAt: new Date(codeSentAt.getTime() + resendSeconds * 1000),
})

/**
 * Replaces the code of a challenge. The new code gets new tries; the count of the challenge continues.
 * @throws ChallengeExpiredError; RateLimitedError when it is too early or too many codes were sent.
 */
export async function renewCode(
  db: DbOrTx,
  secretKey: Buffer,
  challengeId: string,
): Promise<IssuedCode & { teamMemberId: string; email: string }> {
  const open = await findOpenChallenge(db, challengeId)
  if (!open) throw new ChallengeExpiredError()
  if (open.resends >= resendsPerChallenge) throw tooManyCodes(open.secondsLeft)
  // now() may be before `code_sent_at` in a transaction that waited for a lock, so the result is capped.
  const secondsToWait = Math.min(resendSeconds, Math.ceil(resendSeconds - open.secondsSinceCode))
  if (secondsToWait > 0) throw tooEarly(secondsToWait)
  await countSend(db, open.teamMemberId)
  const code = createCode()
  const [renewed] = await db.$queryRaw<{ expiresAt: Date; codeSentAt: Date }[]>`
    UPDATE challenge SET code_hash = ${hashCode(secretKey, challengeId, code)}, code_attempts = 0,
      code_sent_at = now(), code_expires_at = now() + ${codeMinutes} * interval '1 minute', resends = resends + 1
    WHERE id = ${challengeId}::uuid AND consumed_at IS NULL AND expires_at > now() AND attempts < ${triesPerChallenge}
      AND resends < ${resendsPerChallenge} AND code_sent_at <= now() - ${resendSeconds} * interval '1 second'
    RETURNING expires_at AS "expiresAt", code_sent_at AS "codeSentAt"`
  if (!renewed) {
    // Another request renewed the code meanwhile and sends it, so this request sends none.
    await returnTry(db, sendLimit, open.teamMemberId)
    throw tooEarly(resendSeconds)
  }
  return { challengeId, code, teamMemberId: open.teamMemberId, email: open.email, ...timesOf(renewed) }
}

async function countSend(db: DbOrTx, teamMemberId: string): Promise<void> {
  const retryAfterSeconds = await countTry(db, sendLimit, teamMemberId)
  if (retryAfterSeconds !== null) throw tooManyCodes(retryAfterSeconds)
}

const tooEarly = (seconds: number) =>
  new RateLimitedError(
    `We just sent you a code. You can request another in ${describeWait(seconds)}.`,
    seconds,
  )

const tooManyCodes = (seconds: number) =>
  new RateLimitedError(
    'Too many codes were sent. Use the newest one, or start again later.',
    Math.max(1, seconds),
  )

/** Compares in constant time. @throws InvalidCodeError when the code is wrong or expired. */
export function compareCode(secretKey: Buffer, challenge: CountedChallenge, code: string): void {
  const given = hashCode(secretKey, challenge.id, code.replace(/\s/g, ''))
  const matches = hashesMatch(given, challenge.codeHash)
  const remaining = attemptsRemaining(challenge)
  if (!challenge.codeAlive) {
    throw new InvalidCodeError('This code has expired. Request a new one.', remaining)
  }
  if (!matches) throw incorrectCode(remaining)
}
