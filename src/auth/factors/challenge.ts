// Codes that are emailed: made, counted, renewed and used up. The same rules for signing in and for proving an email.
import { randomUUID } from 'node:crypto'
import type { ChallengePurpose, SessionTransport } from '../../generated/prisma/enums.ts'
import type { DbOrTx, Tx } from '../../platform/database/db.ts'
import { createCode, hashCode, hashesMatch } from '../../platform/encryption/crypto.ts'
import { RateLimitedError } from '../../platform/errors.ts'
import { countTry, describeWait, type RateLimit, returnTry } from '../../platform/limits/rate-limit.ts'
import { ChallengeExpiredError, InvalidCodeError } from '../errors.ts'

export const codeMinutes = 10
const challengeMinutes = 15
const resendSeconds = 60
const resendsPerChallenge = 3
const triesPerCode = 5
const triesPerChallenge = 10
const hour = 60 * 60

/** Codes sent to one person, for whatever purpose. */
const sendLimit: RateLimit = { name: 'code-sends', limit: 10, windowSeconds: hour, blockSeconds: hour }

export type NewChallenge = {
  teamMemberId: string
  purpose: ChallengePurpose
  /** Where the code will be sent. */
  email: string
  tokenHash?: Buffer
  sessionTransport?: SessionTransport
  /** Of a sign-in: what the password was compared with. */
  passwordHash?: string
}

/** A code that is to be sent now, and the times of its challenge. */
export type IssuedCode = { challengeId: string; code: string; expiresAt: Date; resendAvailableAt: Date }

/**
 * Begins a challenge with its first code.
 * @returns null when the password was changed, or the member deactivated, since the password was compared.
 * @throws RateLimitedError when the person was sent too many codes.
 */
export async function createChallenge(
  db: DbOrTx,
  secretKey: Buffer,
  { teamMemberId, purpose, email, tokenHash, sessionTransport, passwordHash }: NewChallenge,
): Promise<IssuedCode | null> {
  await countSend(db, teamMemberId)
  const challengeId = randomUUID()
  const code = createCode()
  const [times] = await db.$queryRaw<{ expiresAt: Date; resendAvailableAt: Date }[]>`
    INSERT INTO challenge (id, team_member_id, purpose, email, token_hash, session_transport, code_hash,
                           code_expires_at, expires_at)
    SELECT ${challengeId}::uuid, id, ${purpose}::challenge_purpose, ${email}, ${tokenHash ?? null}::bytea,
           ${sessionTransport ?? null}::session_transport, ${hashCode(secretKey, challengeId, code)},
           now() + ${codeMinutes} * interval '1 minute', now() + ${challengeMinutes} * interval '1 minute'
    FROM team_member
    WHERE id = ${teamMemberId}::uuid
      AND (${passwordHash ?? null}::text IS NULL OR (status = 'ACTIVE' AND password_hash = ${passwordHash ?? null}))
    FOR SHARE
    RETURNING expires_at AS "expiresAt", code_sent_at + ${resendSeconds} * interval '1 second' AS "resendAvailableAt"`
  return times ? { challengeId, code, ...times } : null
}

/**
 * Puts a new code in the place of the last one. The new code has its own five tries; those of the challenge go on.
 * @throws ChallengeExpiredError, RateLimitedError when it is too early or there were too many.
 */
export async function renewCode(
  db: DbOrTx,
  secretKey: Buffer,
  challengeId: string,
): Promise<IssuedCode & { teamMemberId: string; email: string }> {
  const open = await findOpen(db, challengeId)
  if (!open) throw new ChallengeExpiredError()
  if (open.resends >= resendsPerChallenge) throw tooManyCodes(open.secondsLeft)
  if (open.secondsToWait > 0) throw tooEarly(open.secondsToWait)
  await countSend(db, open.teamMemberId)
  const code = createCode()
  const [renewed] = await db.$queryRaw<{ expiresAt: Date; resendAvailableAt: Date }[]>`
    UPDATE challenge SET code_hash = ${hashCode(secretKey, challengeId, code)}, code_attempts = 0,
      code_sent_at = now(), code_expires_at = now() + ${codeMinutes} * interval '1 minute', resends = resends + 1
    WHERE id = ${challengeId}::uuid AND consumed_at IS NULL AND expires_at > now() AND attempts < ${triesPerChallenge}
      AND resends < ${resendsPerChallenge} AND code_sent_at <= now() - ${resendSeconds} * interval '1 second'
    RETURNING expires_at AS "expiresAt", code_sent_at + ${resendSeconds} * interval '1 second' AS "resendAvailableAt"`
  if (!renewed) {
    // Another request has renewed it since it was looked at: its code is on the way, and this one sends none.
    await returnTry(db, sendLimit, open.teamMemberId)
    throw tooEarly(resendSeconds)
  }
  return { challengeId, code, teamMemberId: open.teamMemberId, email: open.email, ...renewed }
}

type OpenChallenge = {
  teamMemberId: string
  email: string
  resends: number
  secondsToWait: number
  secondsLeft: number
}

async function findOpen(db: DbOrTx, challengeId: string): Promise<OpenChallenge | undefined> {
  const [open] = await db.$queryRaw<OpenChallenge[]>`
    SELECT team_member_id AS "teamMemberId", email, resends,
           -- In a transaction that had to wait for a lock, now() is before the code that it waited for.
           least(${resendSeconds}, ceil(extract(epoch FROM code_sent_at + ${resendSeconds} * interval '1 second' - now())))::int
             AS "secondsToWait",
           ceil(extract(epoch FROM expires_at - now()))::int AS "secondsLeft"
    FROM challenge
    WHERE id = ${challengeId}::uuid AND consumed_at IS NULL AND expires_at > now() AND attempts < ${triesPerChallenge}`
  return open
}

async function countSend(db: DbOrTx, teamMemberId: string): Promise<void> {
  const retryAfterSeconds = await countTry(db, sendLimit, teamMemberId)
  if (retryAfterSeconds !== null) throw tooManyCodes(retryAfterSeconds)
}

const tooEarly = (seconds: number) =>
  new RateLimitedError(
    `The last code is on its way. Another one can be sent in ${describeWait(seconds)}.`,
    seconds,
  )

const tooManyCodes = (seconds: number) =>
  new RateLimitedError(
    'Too many codes were sent. Use the newest one, or start again later.',
    Math.max(1, seconds),
  )

/** A challenge, one of whose tries was just counted. */
export type CountedChallenge = {
  id: string
  teamMemberId: string
  purpose: ChallengePurpose
  email: string
  codeHash: Uint8Array
  codeAlive: boolean
  codeAttempts: number
  attempts: number
  sessionTransport: SessionTransport | null
}

/**
 * Counts a try of a challenge's code, before anything is compared, in one statement that commits by itself: of any
 * number of parallel guesses at most five see a code (ASVS 6.6.3).
 * @throws InvalidCodeError when the code's tries are used up, ChallengeExpiredError when the challenge is over.
 */
export async function countAttempt(db: DbOrTx, challengeId: string): Promise<CountedChallenge> {
  const [counted] = await db.$queryRaw<CountedChallenge[]>`
    UPDATE challenge SET code_attempts = code_attempts + 1, attempts = attempts + 1
    WHERE id = ${challengeId}::uuid AND consumed_at IS NULL AND expires_at > now()
      AND code_attempts < ${triesPerCode} AND attempts < ${triesPerChallenge}
    RETURNING id, team_member_id AS "teamMemberId", purpose, email, code_hash AS "codeHash",
              code_expires_at > now() AS "codeAlive", code_attempts AS "codeAttempts", attempts,
              session_transport AS "sessionTransport"`
  if (counted) return counted
  if (await findOpen(db, challengeId)) throw new InvalidCodeError(describeWrongCode(0), 0)
  throw new ChallengeExpiredError()
}

/** Compares, in constant time. @throws InvalidCodeError */
export function compareCode(secretKey: Buffer, challenge: CountedChallenge, code: string): void {
  const given = hashCode(secretKey, challenge.id, code.replace(/\s/g, ''))
  const matches = hashesMatch(given, challenge.codeHash)
  const remaining = attemptsRemaining(challenge)
  if (!challenge.codeAlive) throw new InvalidCodeError('This code is too old. Ask for a new one.', remaining)
  if (!matches) throw new InvalidCodeError(describeWrongCode(remaining), remaining)
}

const attemptsRemaining = ({ codeAttempts, attempts }: CountedChallenge) =>
  Math.max(0, Math.min(triesPerCode - codeAttempts, triesPerChallenge - attempts))

function describeWrongCode(remaining: number): string {
  if (remaining === 0) return 'This code was tried too often. Ask for a new one, or start again.'
  return `That is not the code. ${remaining} ${remaining === 1 ? 'try is' : 'tries are'} left.`
}

/**
 * Uses the code up: of several simultaneous right answers one gets through.
 * @throws ChallengeExpiredError
 */
export async function consumeChallenge(tx: Tx, challenge: CountedChallenge): Promise<void> {
  const consumed = await tx.$executeRaw`
    UPDATE challenge SET consumed_at = now()
    WHERE id = ${challenge.id}::uuid AND consumed_at IS NULL AND code_hash = ${challenge.codeHash}`
  if (consumed === 0) throw new ChallengeExpiredError()
}
