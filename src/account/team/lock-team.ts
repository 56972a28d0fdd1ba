import type { TeamMemberRole, TeamMemberStatus } from '../../generated/prisma/enums.ts'
import { lockAccount } from '../../identity/lock-account.ts'
import type { CurrentSession } from '../../identity/session.ts'
import type { Tx } from '../../platform/database/db.ts'

/** What the team's rules need to know of a member, read under the lock. */
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
  /** The actor's member, read under the lock. The session was read before it. */
  self: LockedMember
  /** The member to change. Null when the account has no such member. */
  target: LockedMember | null
}

/**
 * Locks the actor's account, then the actor's member and the target in the order of their ids. Changes of a team
 * therefore take turns: what a change has checked stays true until it commits.
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
  if (!self) throw new Error("The actor's member does not exist")
  return { account, self, target: members.find(({ id }) => id === targetId) ?? null }
}
