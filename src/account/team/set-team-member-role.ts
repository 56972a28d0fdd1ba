// Changing a member's role.
import type { TeamMemberRole } from '../../generated/prisma/enums.ts'
import type { Actor } from '../../identity/actor.ts'
import { requireRecentAuthentication } from '../../identity/require-recent-authentication.ts'
import { ForbiddenError } from '../../platform/errors.ts'
import type { DatabaseServices } from '../../platform/services.ts'
import { auditDenials, recordTeamEvent } from './audit-team.ts'
import { lockTeam } from './lock-team.ts'
import { keepSomeoneWhoGrants, requireMember } from './permissions.ts'

type RoleChange = { teamMemberId: string; role: TeamMemberRole }

/**
 * Changes the role of a colleague or of the actor. Does not change Sensitive Data Access: becoming a Super Admin does
 * not grant it. Setting the same role again changes nothing.
 * @throws ForbiddenError, ReauthenticationRequiredError, NotFoundError, LastSensitiveDataAccessError
 */
export async function setTeamMemberRole(
  { db }: DatabaseServices,
  actor: Actor,
  { teamMemberId, role }: RoleChange,
): Promise<void> {
  const action = 'team_member.role_changed'
  await auditDenials(db, { actor, action, targetId: teamMemberId }, () =>
    db.$transaction(async (tx) => {
      const { self, target: found } = await lockTeam(tx, actor.session, teamMemberId)
      if (self.status !== 'ACTIVE' || self.role !== 'SUPER_ADMIN') {
        throw new ForbiddenError('Only a Super Admin can change roles.')
      }
      await requireRecentAuthentication(tx, actor.session)
      const target = requireMember(found)
      if (target.role === role) return
      await keepSomeoneWhoGrants(tx, target)
      await tx.teamMember.update({ where: { id: target.id }, data: { role } })
      await recordTeamEvent(tx, actor, { action, target, details: { from: target.role, to: role } })
    }),
  )
}
