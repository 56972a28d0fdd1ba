import type { Tx } from '../platform/database/db.ts'

/**
 * Locks an account's row until the transaction ends, and reads its MFA setting under the lock. Two invariants rest on
 * it: with MFA on every active member has a verified email, and someone is left who can grant Sensitive Data Access.
 * Whatever could break one of them takes this lock first. The order is the same everywhere: the account, then its
 * members, then anything else.
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
