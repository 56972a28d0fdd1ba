import type { Tx } from '../platform/database/db.ts'

/**
 * Locks an account's row until the transaction ends, and reads its MFA setting under the lock. Whatever could put an
 * unverified email beside "MFA on" takes it first: the setting itself, accepting and reactivating, verifying and
 * changing an email, and what counts who is left with Sensitive Data Access. Order everywhere: the account, then its
 * members, then anything else.
 */
export async function lockAccount(
  tx: Tx,
  accountId: string,
): Promise<{ mfaEnabled: boolean; rememberMeAllowed: boolean }> {
  const [account] = await tx.$queryRaw<{ mfaEnabled: boolean; rememberMeAllowed: boolean }[]>`
    SELECT mfa_enabled AS "mfaEnabled", remember_me_allowed AS "rememberMeAllowed" FROM account
    WHERE id = ${accountId}::uuid FOR NO KEY UPDATE`
  if (!account) throw new Error('There is no such account')
  return account
}
