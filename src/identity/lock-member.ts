import type { TeamMemberRole } from '../generated/prisma/enums.ts'
import type { Tx } from '../platform/database/db.ts'

/**
 * Locks a member's row until the transaction ends, and reads under the lock whether they may have sensitive data.
 * Everything that gives such data, or takes the access away, takes this lock first, and before any lock on an export:
 * so neither slips in between the other's check and its act, and nobody waits in a circle.
 */
export async function lockMemberForSensitiveData(tx: Tx, teamMemberId: string): Promise<boolean> {
  const [member] = await tx.$queryRaw<{ allowed: boolean }[]>`
    SELECT status = 'ACTIVE' AND sensitive_data_access AS allowed FROM team_member
    WHERE id = ${teamMemberId}::uuid FOR NO KEY UPDATE`
  return member?.allowed ?? false
}

/** Who is about to be signed in, read under the locks. */
export type LockedForSignIn = {
  accountId: string
  role: TeamMemberRole
  sensitiveDataAccess: boolean
  active: boolean
  passwordHash: string | null
  mfaEnabled: boolean
}

/** Locks a member who is about to be signed in, after their account: the order everywhere. */
export async function lockForSignIn(tx: Tx, teamMemberId: string): Promise<LockedForSignIn | null> {
  const [account] = await tx.$queryRaw<{ id: string; mfaEnabled: boolean }[]>`
    SELECT id, mfa_enabled AS "mfaEnabled" FROM account
    WHERE id = (SELECT account_id FROM team_member WHERE id = ${teamMemberId}::uuid) FOR SHARE`
  if (!account) return null
  const [member] = await tx.$queryRaw<Omit<LockedForSignIn, 'accountId' | 'mfaEnabled'>[]>`
    SELECT role, sensitive_data_access AS "sensitiveDataAccess", status = 'ACTIVE' AS active,
           password_hash AS "passwordHash"
    FROM team_member WHERE id = ${teamMemberId}::uuid FOR NO KEY UPDATE`
  return member ? { ...member, accountId: account.id, mfaEnabled: account.mfaEnabled } : null
}
