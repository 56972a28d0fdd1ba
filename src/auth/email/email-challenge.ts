// Challenges that verify an email address. A member has at most one open, for the newest address.
import type { ChallengePurpose } from '../../generated/prisma/enums.ts'
import type { DbOrTx, Tx } from '../../platform/database/db.ts'
import { ChallengeExpiredError } from '../errors.ts'
import type { NewChallenge } from '../factors/challenge.ts'
import { type IssuedCode, issueCode, renewCode } from '../factors/email-code/code.ts'

/** The address to verify, and why. */
export type EmailTarget = NewChallenge & { purpose: Exclude<ChallengePurpose, 'SIGN_IN'> }

type OpenChallenge = { id: string; purpose: EmailTarget['purpose']; email: string }

/** The member's open challenge. */
export async function findEmailChallenge(db: DbOrTx, teamMemberId: string): Promise<OpenChallenge | null> {
  const [open] = await db.$queryRaw<OpenChallenge[]>`
    SELECT id, purpose, email FROM challenge
    WHERE team_member_id = ${teamMemberId}::uuid AND purpose <> 'SIGN_IN' AND consumed_at IS NULL
      AND expires_at > now()
    ORDER BY created_at DESC, id LIMIT 1`
  return open ?? null
}

/**
 * Issues another code for the same address, or the first one for a new address. The caller holds the member's lock, so
 * parallel calls take turns: the later one finds the challenge of the earlier one, and is refused as too early.
 * @throws RateLimitedError
 */
export async function renewOrCreate(tx: Tx, secretKey: Buffer, target: EmailTarget): Promise<IssuedCode> {
  const open = await findEmailChallenge(tx, target.teamMemberId)
  if (open?.purpose !== target.purpose || open.email !== target.email) {
    return replaceEmailChallenge(tx, secretKey, target)
  }
  try {
    return await renewCode(tx, secretKey, open.id)
  } catch (error) {
    // The challenge is used up. The member's own count of tries continues.
    if (error instanceof ChallengeExpiredError) return replaceEmailChallenge(tx, secretKey, target)
    throw error
  }
}

/**
 * Begins a new challenge, and ends the member's earlier ones for email addresses.
 * @throws RateLimitedError
 */
export async function replaceEmailChallenge(
  tx: Tx,
  secretKey: Buffer,
  target: EmailTarget,
): Promise<IssuedCode> {
  await tx.$executeRaw`
    UPDATE challenge SET consumed_at = now()
    WHERE team_member_id = ${target.teamMemberId}::uuid AND purpose <> 'SIGN_IN' AND consumed_at IS NULL`
  const issued = await issueCode(tx, secretKey, target)
  if (issued.outcome === 'refused') throw new Error('There is no such member')
  return issued
}
