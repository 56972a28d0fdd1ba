import type { Tx } from '../../platform/database/db.ts'

/** A member's addresses, read under the lock. */
export type LockedEmail = {
  email: string
  emailVerified: boolean
  pendingEmail: string | null
  passwordHash: string | null
}

/**
 * Locks a member's row until the transaction ends, and reads their addresses under the lock. If the account's lock is
 * needed, take it first; take all others later. FOR UPDATE, because writing a unique column needs that strength:
 * transactions that take a weaker lock and raise it later would deadlock.
 */
export async function lockEmail(tx: Tx, teamMemberId: string): Promise<LockedEmail> {
  const [member] = await tx.$queryRaw<LockedEmail[]>`
    SELECT email, email_verified_at IS NOT NULL AS "emailVerified", pending_email AS "pendingEmail",
           password_hash AS "passwordHash"
    FROM team_member WHERE id = ${teamMemberId}::uuid FOR UPDATE`
  if (!member) throw new Error('There is no such member')
  return member
}
