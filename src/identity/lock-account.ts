import type { Tx } from '../platform/database/db.ts'

/**
 * Locks an account's row until the transaction ends, and reads its MFA settings under the lock. The lock protects two
 * invariants: with MFA on, every active member has a verified email; and at least one member can grant Sensitive Data
 * Access. Every change that could break one of them takes this lock first. Locks are always taken in one order: the
 * account, then its members, then anything else.
 */
export async function lockAccount(
  tx: Tx,
  accountId: string,
): Promise<{ mfaEnabled: boolean; rememberMeAllowed: boolean }> {
  const [account] = await tx.$queryRaw<{ mfaEnabled: boolean; rememberMeAllowed: boolean }[]>`
    SELECT mfa_enabled AS "mfaEnabled", remember_me_allowed AS "rememberMeAllowed" FROM account
    WHERE id = ${accountId}::uuid FOR NO KEY UPDATE`
  if (!account) throw new Error('The account does not exist')
  return account
}
