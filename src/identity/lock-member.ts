import type { TeamMemberRole } from '../generated/prisma/enums.ts'
import type { Tx } from '../platform/database/db.ts'
import { sqlMayHaveSensitiveData } from './sensitive-data.ts'

/**
 * Locks a member's row until the transaction ends, and reads under the lock whether they may have sensitive data. Code
 * that hands out such data or revokes the access takes this lock first, before any lock on an export. So neither happens
 * between the other's check and its act, and they cannot deadlock.
 */
export async function lockMemberForSensitiveData(tx: Tx, teamMemberId: string): Promise<boolean> {
  const [member] = await tx.$queryRaw<{ allowed: boolean }[]>`
    SELECT ${sqlMayHaveSensitiveData} AS allowed FROM team_member m
    WHERE m.id = ${teamMemberId}::uuid FOR NO KEY UPDATE`
  return member?.allowed ?? false
}

/** A member who is signing in, read under the locks. */
export type LockedForSignIn = {
  accountId: string
  role: TeamMemberRole
  sensitiveDataAccess: boolean
  active: boolean
  passwordHash: string | null
  mfaEnabled: boolean
}

/**
 * Locks the account of the member who is signing in, then the member: the same order as everywhere.
 * @returns null when there is no such member.
 */
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
