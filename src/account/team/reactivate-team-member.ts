// Reactivating a deactivated member.
import type { TeamMemberStatus } from '../../generated/prisma/enums.ts'
import type { Actor } from '../../identity/actor.ts'
import type { Tx } from '../../platform/database/db.ts'
import { ForbiddenError } from '../../platform/errors.ts'
import type { MailServices } from '../../platform/services.ts'
import { UnverifiedTeamMembersError } from '../errors.ts'
import {
  countInvitation,
  type Invitation,
  prepareInvitation,
  sendInvitation,
} from '../invitations/send-invitation.ts'
import { auditDenials, recordTeamEvent } from './audit-team.ts'
import { type LockedMember, lockTeam } from './lock-team.ts'
import { mayManage, requireMember } from './permissions.ts'

/**
 * Reactivates a colleague. They keep their password, but not Sensitive Data Access. Invites a member again who never
 * accepted their invitation. Does nothing when the member is not deactivated.
 * @throws ForbiddenError, NotFoundError, UnverifiedTeamMembersError, RateLimitedError
 */
export async function reactivateTeamMember(
  services: MailServices,
  actor: Actor,
  teamMemberId: string,
): Promise<void> {
  const denial = { actor, action: 'team_member.reactivated', targetId: teamMemberId } as const
  const invitation = await auditDenials(services.db, denial, () =>
    services.db.$transaction((tx) => reactivate(tx, actor, teamMemberId)),
  )
  if (invitation) sendInvitation(services, invitation)
}

/** @returns the invitation to send, if the member needs a new one. */
async function reactivate(tx: Tx, actor: Actor, targetId: string): Promise<Invitation | null> {
  const { account, self, target: found } = await lockTeam(tx, actor.session, targetId)
  if (!mayManage(self, 'VIEWER')) throw new ForbiddenError('Only Super Admins and Admins can reactivate.')
  const target = requireMember(found)
  if (!mayManage(self, target.role)) {
    throw new ForbiddenError('Only a Super Admin can reactivate a Super Admin.')
  }
  if (target.status !== 'DEACTIVATED') return null
  const status = await restore(tx, account, target)
  await recordTeamEvent(tx, actor, { action: 'team_member.reactivated', target, details: { status } })
  if (status === 'ACTIVE') return null
  await countInvitation(tx, self.accountId)
  return prepareInvitation(tx, self, target)
}

/**
 * Ends a deactivation. The API and the operator's command use it. The caller holds the team's lock.
 * @returns the new status. INVITED for a member who never accepted their invitation: they need a new one.
 * @throws UnverifiedTeamMembersError
 */
export async function restore(
  tx: Tx,
  account: { mfaEnabled: boolean },
  target: LockedMember,
): Promise<TeamMemberStatus> {
  const status: TeamMemberStatus = target.hasPassword ? 'ACTIVE' : 'INVITED'
  if (account.mfaEnabled && status === 'ACTIVE' && !target.emailVerified) {
    throw new UnverifiedTeamMembersError(
      'Multi-factor authentication is on and this member never verified their email, so they could not sign in.',
      [target.id],
    )
  }
  await tx.teamMember.update({ where: { id: target.id }, data: { status } })
  return status
}
