import type { TeamMemberRole, TeamMemberStatus } from '../../generated/prisma/enums.ts'
import { lockAccount } from '../../identity/lock-account.ts'
import type { CurrentSession } from '../../identity/session.ts'
import type { Tx } from '../../platform/database/db.ts'

/** A member as the rules about the team see them, read under the lock. */
export type LockedMember = {
  id: string
  accountId: string
  name: string
  email: string
  role: TeamMemberRole
  status: TeamMemberStatus
  sensitiveDataAccess: boolean
  emailVerified: boolean
  /** False for somebody who has never accepted an invitation. */
  hasPassword: boolean
}

export type LockedTeam = {
  account: { mfaEnabled: boolean; rememberMeAllowed: boolean }
  /** The one who asks: what they are now, not what they were when their request came in. */
  actor: LockedMember
  /** The one it is about; null when there is no such member in the actor's account. */
  target: LockedMember | null
}

/**
 * Locks the actor's account and then the members concerned, in the order of their ids. Changes of a team take turns
 * under it, so what one has checked no other undoes before it acts.
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
  const actor = members.find(({ id }) => id === teamMemberId)
  if (!actor) throw new Error('The member of this session is gone')
  return { account, actor, target: members.find(({ id }) => id === targetId) ?? null }
}
