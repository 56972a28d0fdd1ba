// Giving a member another role.

import type { TeamMemberRole } from '../../generated/prisma/enums.ts'
import type { ClientInfo } from '../../identity/actor.ts'
import { requireRecentAuthentication } from '../../identity/require-recent-authentication.ts'
import type { CurrentSession } from '../../identity/session.ts'
import { ForbiddenError } from '../../platform/errors.ts'
import type { DatabaseServices } from '../../platform/services.ts'
import { auditDenials, recordTeamEvent } from './audit-team.ts'
import { lockTeam } from './lock-team.ts'
import { keepSomebodyWhoGrants, requireMember } from './permissions.ts'

export type RoleChange = { teamMemberId: string; role: TeamMemberRole }

/**
 * Changes the role of a colleague, or one's own. Sensitive Data Access is granted separately, so it stays as it is: who
 * becomes a Super Admin does not get it. The same role again changes nothing.
 * @throws ForbiddenError, ReauthenticationRequiredError, NotFoundError, LastSensitiveDataAccessError
 */
export async function setTeamMemberRole(
  { db }: DatabaseServices,
  session: CurrentSession,
  { teamMemberId, role }: RoleChange,
  client: ClientInfo,
): Promise<void> {
  const attempt = { session, client, action: 'team_member.role_changed', targetId: teamMemberId } as const
  await auditDenials(db, attempt, () =>
    db.$transaction(async (tx) => {
      const { actor, target: found } = await lockTeam(tx, session, teamMemberId)
      if (actor.status !== 'ACTIVE' || actor.role !== 'SUPER_ADMIN') {
        throw new ForbiddenError('Only a Super Admin can change roles.')
      }
      await requireRecentAuthentication(tx, session)
      const target = requireMember(found)
      if (target.role === role) return
      await keepSomebodyWhoGrants(tx, target)
      await tx.teamMember.update({ where: { id: target.id }, data: { role } })
      const details = { from: target.role, to: role }
      await recordTeamEvent(tx, { action: attempt.action, actor, target, client, details })
    }),
  )
}
