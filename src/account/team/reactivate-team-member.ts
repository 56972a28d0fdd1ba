// Taking back a member who was deactivated.

import type { TeamMemberStatus } from '../../generated/prisma/enums.ts'
import type { ClientInfo } from '../../identity/actor.ts'
import type { CurrentSession } from '../../identity/session.ts'
import type { Tx } from '../../platform/database/db.ts'
import { ForbiddenError } from '../../platform/errors.ts'
import type { NoticeServices } from '../../platform/services.ts'
import { UnverifiedTeamMembersError } from '../errors.ts'
import {
  countInvitation,
  type Invitation,
  prepareInvitation,
  sendInvitation,
} from '../invitations/send-invitation.ts'
import { auditDenials, recordTeamEvent } from './audit-team.ts'
import { type LockedMember, type LockedTeam, lockTeam } from './lock-team.ts'
import { mayManage, requireMember } from './permissions.ts'

/**
 * Reactivates a colleague with the password that they had, and without Sensitive Data Access. Who never accepted an
 * invitation is invited again. Who is not deactivated stays as they are.
 * @throws ForbiddenError, NotFoundError, UnverifiedTeamMembersError, RateLimitedError
 */
export async function reactivateTeamMember(
  services: NoticeServices,
  session: CurrentSession,
  teamMemberId: string,
  client: ClientInfo,
): Promise<void> {
  const attempt = { session, client, action: 'team_member.reactivated', targetId: teamMemberId } as const
  const invitation = await auditDenials(services.db, attempt, () =>
    services.db.$transaction(async (tx) => reactivate(tx, await lockTeam(tx, session, teamMemberId), client)),
  )
  if (invitation) sendInvitation(services, invitation)
}

async function reactivate(
  tx: Tx,
  { account, actor, target: found }: LockedTeam,
  client: ClientInfo,
): Promise<Invitation | null> {
  if (!mayManage(actor, 'VIEWER')) throw new ForbiddenError('Only Super Admins and Admins can reactivate.')
  const target = requireMember(found)
  if (!mayManage(actor, target.role)) {
    throw new ForbiddenError('Only a Super Admin can reactivate a Super Admin.')
  }
  if (target.status !== 'DEACTIVATED') return null
  const status = await restore(tx, account, target)
  const action = 'team_member.reactivated'
  await recordTeamEvent(tx, { action, actor, target, client, details: { status } })
  if (status === 'ACTIVE') return null
  await countInvitation(tx, actor.accountId)
  return prepareInvitation(tx, actor, target)
}

/**
 * Ends a deactivation, whoever decided it. The caller holds the team's lock.
 * @returns INVITED for who never accepted an invitation: they need a new one.
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
      'Multi-factor authentication is on, and this member never verified their email: they would be locked out.',
      [target.id],
    )
  }
  await tx.teamMember.update({ where: { id: target.id }, data: { status } })
  return status
}
