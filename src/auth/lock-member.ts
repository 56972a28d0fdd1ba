import type { Tx } from '../platform/db.ts'

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

/** Locks a member who is about to be signed in, after their account: the order everywhere. */
export async function lockForSignIn(tx: Tx, teamMemberId: string): Promise<void> {
  await tx.$executeRaw`
    SELECT 1 FROM account WHERE id = (SELECT account_id FROM team_member WHERE id = ${teamMemberId}::uuid) FOR SHARE`
  await tx.$executeRaw`SELECT 1 FROM team_member WHERE id = ${teamMemberId}::uuid FOR NO KEY UPDATE`
}
