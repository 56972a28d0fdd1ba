import type { TeamMemberRole, TeamMemberStatus } from '../../generated/prisma/enums.ts'
import { lockAccount } from '../../identity/lock-account.ts'
import type { CurrentSession } from '../../identity/session.ts'
import type { Tx } from '../../platform/database/db.ts'

/** A member as the rules of the team see them, read under the lock. */
export type LockedMember = {
  id: string
  accountId: string
  name: string
  email: string
  role: TeamMemberRole
  status: TeamMemberStatus
  sensitiveDataAccess: boolean
  emailVerified: boolean
  /** False for someone who has never accepted an invitation. */
  hasPassword: boolean
}

export type LockedTeam = {
  account: { mfaEnabled: boolean; rememberMeAllowed: boolean }
  /** The member who asks, as they are now: their session was read before the lock. */
  self: LockedMember
  /** The member it is about. Null when the account has no such member. */
  target: LockedMember | null
}

/**
 * Locks the account of the member who asks, and then the members concerned, in the order of their ids. Changes of a
 * team take turns, so no other change undoes what this one has checked before it acts.
 */
export async function lockTeam(
  tx: Tx,
  { accountId, teamMemberId }: Pick<CurrentSession, 'accountId' | 'teamMemberId'>,
  targetId: string = teamMemberId,
): Promise<LockedTeam> {
  const account = await lockAccount(tx, accountId)
  const members = await tx.$queryRaw<LockedMember[]>`
    SELECT id, account_id AS "accountId", name, email, role, status, sensitive_data_access AS "sensitiveDataAccess",
           email_verified_at IS NOT NULL AS "emailVerified", password_hash IS NOT NULL AS "hasPassword"
    FROM team_member WHERE account_id = ${accountId}::uuid AND id IN (${teamMemberId}::uuid, ${targetId}::uuid)
    ORDER BY id FOR NO KEY UPDATE`
  const self = members.find(({ id }) => id === teamMemberId)
  if (!self) throw new Error('The member who asks does not exist')
  return { account, self, target: members.find(({ id }) => id === targetId) ?? null }
}
