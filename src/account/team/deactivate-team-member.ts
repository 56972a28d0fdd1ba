// Deactivating a member. It signs them out everywhere at once. Their row stays, because records refer to it.

import { endAllAccess } from '../../auth/devices/end-all-access.ts'
import { voidMailedLinks } from '../../auth/notices/mailed-link.ts'
import { revokeExports } from '../../exports/ending/revoke-exports.ts'
import type { Actor } from '../../identity/actor.ts'
import type { Tx } from '../../platform/database/db.ts'
import { ForbiddenError } from '../../platform/errors.ts'
import type { Change } from '../../platform/events/events.ts'
import type { DatabaseServices } from '../../platform/services.ts'
import { auditDenials, recordTeamEvent } from './audit-team.ts'
import { type LockedMember, lockTeam } from './lock-team.ts'
import { keepSomeoneWhoGrants, mayManage, requireMember } from './permissions.ts'

/**
 * Deactivates a colleague, or withdraws an invitation. Deactivating twice changes nothing.
 * @throws ForbiddenError, NotFoundError, LastSensitiveDataAccessError
 */
export async function deactivateTeamMember(
  { db, events }: DatabaseServices,
  actor: Actor,
  teamMemberId: string,
): Promise<void> {
  const denial = { actor, action: 'team_member.deactivated', targetId: teamMemberId } as const
  await auditDenials(db, denial, () =>
    events.transact(db, async (change) => {
      const target = await lockAllowed(change.tx, actor, teamMemberId)
      if (target.status === 'DEACTIVATED') return
      await deactivate(change, target)
      await record(change.tx, actor, target)
    }),
  )
}

async function lockAllowed(tx: Tx, { session }: Actor, targetId: string): Promise<LockedMember> {
  const { self, target: found } = await lockTeam(tx, session, targetId)
  if (!mayManage(self, 'VIEWER')) throw new ForbiddenError('Only Super Admins and Admins can deactivate.')
  const target = requireMember(found)
  if (target.id === self.id) throw new ForbiddenError("You can't deactivate yourself.")
  if (!mayManage(self, target.role)) {
    throw new ForbiddenError('Only a Super Admin can deactivate a Super Admin.')
  }
  return target
}

/**
 * Deactivates a member. The API and the operator's command use it. The caller holds the team's lock. Removes Sensitive
 * Data Access too, because someone who may reactivate the member may not be allowed to grant it.
 * @throws LastSensitiveDataAccessError
 */
export async function deactivate(change: Change, target: LockedMember): Promise<void> {
  const { tx } = change
  await keepSomeoneWhoGrants(tx, target)
  const { id } = target
  await tx.$executeRaw`
    UPDATE team_member SET status = 'DEACTIVATED', sensitive_data_access = false, pending_email = NULL
    WHERE id = ${id}::uuid`
  await revokeExports(change, id)
  await endAllAccess(change, id, null)
  await voidMailedLinks(tx, id, 'INVITATION')
  await voidMailedLinks(tx, id, 'NOT_ME')
}

async function record(tx: Tx, actor: Actor, target: LockedMember): Promise<void> {
  const details = { was: target.status }
  await recordTeamEvent(tx, actor, { action: 'team_member.deactivated', target, details })
  if (!target.sensitiveDataAccess) return
  const by = { by: 'deactivation' }
  await recordTeamEvent(tx, actor, { action: 'sensitive_data_access.revoked', target, details: by })
}
