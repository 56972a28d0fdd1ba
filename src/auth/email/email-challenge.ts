// The codes that prove an email address: of a member there is one open challenge at most, for the newest address.
import type { ChallengePurpose } from '../../generated/prisma/enums.ts'
import type { DbOrTx, Tx } from '../../platform/database/db.ts'
import { ChallengeExpiredError } from '../errors.ts'
import type { NewChallenge } from '../factors/challenge.ts'
import { type IssuedCode, issueCode, renewCode } from '../factors/email-code/code.ts'

/** An address that is to be proven, and what happens when it is. */
export type EmailTarget = NewChallenge & { purpose: Exclude<ChallengePurpose, 'SIGN_IN'> }

type OpenChallenge = { id: string; purpose: EmailTarget['purpose']; email: string }

/** The challenge whose code is waited for. */
export async function findEmailChallenge(db: DbOrTx, teamMemberId: string): Promise<OpenChallenge | null> {
  const [open] = await db.$queryRaw<OpenChallenge[]>`
    SELECT id, purpose, email FROM challenge
    WHERE team_member_id = ${teamMemberId}::uuid AND purpose <> 'SIGN_IN' AND consumed_at IS NULL
      AND expires_at > now()
    ORDER BY created_at DESC, id LIMIT 1`
  return open ?? null
}

/**
 * Another code for the same address, or else a first one. The caller holds the member's lock, so that simultaneous
 * calls take turns: the later one finds the challenge of the earlier, and is too early for another code.
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
    // Its tries are used up. Those of the member go on, whatever the challenge.
    if (error instanceof ChallengeExpiredError) return replaceEmailChallenge(tx, secretKey, target)
    throw error
  }
}

/**
 * Begins anew: the code of any other address no longer works.
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
