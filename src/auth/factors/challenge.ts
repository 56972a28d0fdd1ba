// Challenges: questions that a factor must answer, for a sign-in or for an email address. For every factor, a try is
// counted before its answer is compared, and one right answer uses the challenge up.
import type { ChallengePurpose, SessionTransport } from '../../generated/prisma/enums.ts'
import type { DbOrTx, Tx } from '../../platform/database/db.ts'
import { ChallengeExpiredError, InvalidCodeError } from '../errors.ts'

const challengeMinutes = 15
const triesPerCode = 5
export const triesPerChallenge = 10

export type NewChallenge = {
  teamMemberId: string
  purpose: ChallengePurpose
  /** The address that the code is sent to. */
  email: string
  tokenHash?: Buffer
  sessionTransport?: SessionTransport
  /** For a sign-in: the hash that the password was compared with. */
  passwordHash?: string
}

/** `refused`: the password changed or the member was deactivated after the password was compared. */
export type Begun<T> = ({ outcome: 'begun' } & T) | { outcome: 'refused' }

/**
 * Stores a challenge, unless the password changed or the member was deactivated meanwhile.
 * @param code the hash of the right answer, and how long it is accepted.
 */
export async function createChallenge(
  db: DbOrTx,
  id: string,
  { teamMemberId, purpose, email, tokenHash, sessionTransport, passwordHash }: NewChallenge,
  code: { hash: Buffer; minutes: number },
): Promise<Begun<{ expiresAt: Date; codeSentAt: Date }>> {
  const [times] = await db.$queryRaw<{ expiresAt: Date; codeSentAt: Date }[]>`
    INSERT INTO challenge (id, team_member_id, purpose, email, token_hash, session_transport, code_hash,
                           code_expires_at, expires_at)
    SELECT ${id}::uuid, id, ${purpose}::challenge_purpose, ${email}, ${tokenHash ?? null}::bytea,
           ${sessionTransport ?? null}::session_transport, ${code.hash},
           now() + ${code.minutes} * interval '1 minute', now() + ${challengeMinutes} * interval '1 minute'
    FROM team_member
    WHERE id = ${teamMemberId}::uuid
      AND (${passwordHash ?? null}::text IS NULL OR (status = 'ACTIVE' AND password_hash = ${passwordHash ?? null}))
    FOR SHARE
    RETURNING expires_at AS "expiresAt", code_sent_at AS "codeSentAt"`
  return times ? { outcome: 'begun', ...times } : { outcome: 'refused' }
}

/** A challenge after a try was counted. */
export type CountedChallenge = {
  id: string
  teamMemberId: string
  purpose: ChallengePurpose
  email: string
  codeHash: Uint8Array
  codeAlive: boolean
  codeAttempts: number
  attempts: number
}

/**
 * Counts a try before its answer is compared, in one statement that commits by itself. So of any number of parallel
 * guesses, at most `triesPerCode` are compared with a code (ASVS 6.6.3).
 * @throws InvalidCodeError when the code has no tries left; ChallengeExpiredError when the challenge has ended.
 */
export async function countCodeTry(db: DbOrTx, challengeId: string): Promise<CountedChallenge> {
  const [counted] = await db.$queryRaw<CountedChallenge[]>`
    UPDATE challenge SET code_attempts = code_attempts + 1, attempts = attempts + 1
    WHERE id = ${challengeId}::uuid AND consumed_at IS NULL AND expires_at > now()
      AND code_attempts < ${triesPerCode} AND attempts < ${triesPerChallenge}
    RETURNING id, team_member_id AS "teamMemberId", purpose, email, code_hash AS "codeHash",
              code_expires_at > now() AS "codeAlive", code_attempts AS "codeAttempts", attempts`
  if (counted) return counted
  if (await findOpenChallenge(db, challengeId)) throw incorrectCode(0)
  throw new ChallengeExpiredError()
}

/** How many tries are left for the challenge's code. */
export const attemptsRemaining = ({ codeAttempts, attempts }: CountedChallenge): number =>
  Math.max(0, Math.min(triesPerCode - codeAttempts, triesPerChallenge - attempts))

/** The error for a wrong answer. */
export function incorrectCode(remaining: number): InvalidCodeError {
  const left = `${remaining} ${remaining === 1 ? 'attempt' : 'attempts'} left.`
  const message =
    remaining === 0 ? 'Too many attempts. Request a new code, or start again.' : `Incorrect code. ${left}`
  return new InvalidCodeError(message, remaining)
}

export type OpenChallenge = {
  teamMemberId: string
  email: string
  /** How many codes were sent after the first one. */
  resends: number
  secondsSinceCode: number
  secondsLeft: number
}

/** The challenge, if it still accepts answers. */
export async function findOpenChallenge(db: DbOrTx, challengeId: string): Promise<OpenChallenge | null> {
  const [open] = await db.$queryRaw<OpenChallenge[]>`
    SELECT team_member_id AS "teamMemberId", email, resends,
           extract(epoch FROM now() - code_sent_at)::float8 AS "secondsSinceCode",
           ceil(extract(epoch FROM expires_at - now()))::int AS "secondsLeft"
    FROM challenge
    WHERE id = ${challengeId}::uuid AND consumed_at IS NULL AND expires_at > now() AND attempts < ${triesPerChallenge}`
  return open ?? null
}

/**
 * Uses the challenge up, if its code is still the one that was compared. Of parallel right answers, one succeeds.
 * @throws ChallengeExpiredError
 */
export async function consumeChallenge(tx: Tx, challenge: CountedChallenge): Promise<void> {
  const consumed = await tx.$executeRaw`
    UPDATE challenge SET consumed_at = now()
    WHERE id = ${challenge.id}::uuid AND consumed_at IS NULL AND code_hash = ${challenge.codeHash}`
  if (consumed === 0) throw new ChallengeExpiredError()
}
