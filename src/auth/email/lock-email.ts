import type { Tx } from '../../platform/database/db.ts'

/** A member's addresses, read under the lock. */
export type LockedEmail = {
  email: string
  emailVerified: boolean
  pendingEmail: string | null
  passwordHash: string | null
}

/**
 * Locks a member's row until the transaction ends, and reads their addresses under the lock. It comes after the
 * account's lock, where that is needed, and before any other. FOR UPDATE, because writing a unique column needs that
 * strength: a weaker lock would be raised later, and two transactions that raise theirs deadlock.
 */
export async function lockEmail(tx: Tx, teamMemberId: string): Promise<LockedEmail> {
  const [member] = await tx.$queryRaw<LockedEmail[]>`
    SELECT email, email_verified_at IS NOT NULL AS "emailVerified", pending_email AS "pendingEmail",
           password_hash AS "passwordHash"
    FROM team_member WHERE id = ${teamMemberId}::uuid FOR UPDATE`
  if (!member) throw new Error('There is no such member')
  return member
}
