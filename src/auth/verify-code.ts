// Giving the e-mailed code: the gate that counts, then the comparison, then the session.
import type { SessionTransport } from '../generated/prisma/enums.ts'
import { hashCode, hashesMatch, hashToken } from '../platform/crypto.ts'
import type { Db, Tx } from '../platform/db.ts'
import type { Services } from '../platform/services.ts'
import { ChallengeExpiredError, InvalidCodeError } from './errors.ts'
import { type ClientInfo, createSession, type SignedIn } from './session.ts'
import { trustDevice } from './trusted-device.ts'

const triesPerCode = 5
const triesPerChallenge = 10

export type CodeAnswer = { challengeToken: string; code: string; rememberMe: boolean }

/**
 * Completes a sign-in.
 * @throws InvalidCodeError, ChallengeExpiredError
 */
export async function verifyCode(
  { db, secretKey }: Pick<Services, 'db' | 'secretKey'>,
  answer: CodeAnswer,
  client: ClientInfo,
): Promise<SignedIn & { trustedDeviceToken: string | null; sessionTransport: SessionTransport }> {
  const challenge = await countAttempt(db, answer.challengeToken)
  if (!challenge) return refuseUncounted(db, answer.challengeToken)
  const remaining = attemptsRemaining(challenge)
  const matches = hashesMatch(
    hashCode(secretKey, challenge.id, answer.code.replace(/\s/g, '')),
    challenge.codeHash,
  )
  if (!challenge.codeAlive) {
    throw new InvalidCodeError('This code is too old. Ask for a new one.', remaining)
  }
  if (!matches) throw new InvalidCodeError(describeWrongCode(remaining), remaining)
  return db.$transaction(async (tx) => {
    await consumeChallenge(tx, challenge)
    const signedIn = await createSession(tx, challenge.teamMemberId, client)
    if (!signedIn) throw new ChallengeExpiredError()
    const trustedDeviceToken = answer.rememberMe
      ? await trustDevice(tx, challenge.teamMemberId, client)
      : null
    return { ...signedIn, trustedDeviceToken, sessionTransport: challenge.sessionTransport }
  })
}

type CountedChallenge = {
  id: string
  teamMemberId: string
  codeHash: Uint8Array
  codeAlive: boolean
  codeAttempts: number
  attempts: number
  sessionTransport: SessionTransport
}

/**
 * Counts an attempt, or returns null where none is left. One statement that commits before anything is compared:
 * of any number of parallel guesses at most five see the code (ASVS 6.6.3).
 */
async function countAttempt(db: Db, challengeToken: string): Promise<CountedChallenge | undefined> {
  const [counted] = await db.$queryRaw<CountedChallenge[]>`
    UPDATE challenge SET code_attempts = code_attempts + 1, attempts = attempts + 1
    WHERE token_hash = ${hashToken(challengeToken)} AND consumed_at IS NULL AND expires_at > now()
      AND code_attempts < ${triesPerCode} AND attempts < ${triesPerChallenge}
    RETURNING id, team_member_id AS "teamMemberId", code_hash AS "codeHash", code_expires_at > now() AS "codeAlive",
              code_attempts AS "codeAttempts", attempts, session_transport AS "sessionTransport"`
  return counted
}

/** A used-up code leaves room for another one; a challenge that is over does not. */
async function refuseUncounted(db: Db, challengeToken: string): Promise<never> {
  const open = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM challenge
    WHERE token_hash = ${hashToken(challengeToken)} AND consumed_at IS NULL AND expires_at > now()
      AND attempts < ${triesPerChallenge}`
  if (open.length === 0) throw new ChallengeExpiredError()
  throw new InvalidCodeError(describeWrongCode(0), 0)
}

const attemptsRemaining = ({ codeAttempts, attempts }: CountedChallenge) =>
  Math.max(0, Math.min(triesPerCode - codeAttempts, triesPerChallenge - attempts))

function describeWrongCode(remaining: number): string {
  if (remaining === 0) return 'This code was tried too often. Ask for a new one, or sign in again.'
  return `That is not the code. ${remaining} ${remaining === 1 ? 'try is' : 'tries are'} left.`
}

/** Uses the code up; only one of several simultaneous right answers gets through. The code proves the e-mail too. */
async function consumeChallenge(tx: Tx, challenge: CountedChallenge): Promise<void> {
  const consumed = await tx.$executeRaw`
    UPDATE challenge SET consumed_at = now()
    WHERE id = ${challenge.id}::uuid AND consumed_at IS NULL AND code_hash = ${challenge.codeHash}`
  if (consumed === 0) throw new ChallengeExpiredError()
  await tx.$executeRaw`
    UPDATE team_member SET email_verified_at = now()
    WHERE id = ${challenge.teamMemberId}::uuid AND email_verified_at IS NULL`
}
