// Deactivating a member: they are signed out everywhere at once, and stay in the records.

import { endAllAccess } from '../../auth/devices/end-all-access.ts'
import { voidMailedLinks } from '../../auth/notices/mailed-link.ts'
import { revokeExports } from '../../exports/ending/revoke-exports.ts'
import type { ClientInfo } from '../../identity/actor.ts'
import type { CurrentSession } from '../../identity/session.ts'
import type { Tx } from '../../platform/database/db.ts'
import { ForbiddenError } from '../../platform/errors.ts'
import type { Change } from '../../platform/events/events.ts'
import type { DatabaseServices } from '../../platform/services.ts'
import { auditDenials, recordTeamEvent } from './audit-team.ts'
import { type LockedMember, lockTeam } from './lock-team.ts'
import { keepSomebodyWhoGrants, mayManage, requireMember } from './permissions.ts'

/**
 * Deactivates a colleague, or withdraws an invitation. Who is deactivated already stays so.
 * @throws ForbiddenError, NotFoundError, LastSensitiveDataAccessError
 */
export async function deactivateTeamMember(
  { db, events }: DatabaseServices,
  session: CurrentSession,
  teamMemberId: string,
  client: ClientInfo,
): Promise<void> {
  const attempt = { session, client, action: 'team_member.deactivated', targetId: teamMemberId } as const
  await auditDenials(db, attempt, () =>
    events.transact(db, async (change) => {
      const { tx } = change
      const { actor, target } = await lockAllowed(tx, session, teamMemberId)
      if (target.status === 'DEACTIVATED') return
      await deactivate(change, target)
      await record(tx, actor, target, client)
    }),
  )
}

async function lockAllowed(
  tx: Tx,
  session: CurrentSession,
  targetId: string,
): Promise<{ actor: LockedMember; target: LockedMember }> {
  const { actor, target: found } = await lockTeam(tx, session, targetId)
  if (!mayManage(actor, 'VIEWER')) throw new ForbiddenError('Only Super Admins and Admins can deactivate.')
  const target = requireMember(found)
  if (target.id === actor.id) throw new ForbiddenError('Nobody deactivates themself: ask a colleague.')
  if (!mayManage(actor, target.role)) {
    throw new ForbiddenError('Only a Super Admin can deactivate a Super Admin.')
  }
  return { actor, target }
}

/**
 * Deactivates, whoever decided it; the caller holds the team's lock. Sensitive Data Access goes too: who reactivates the
 * member may not be allowed to give it.
 * @throws LastSensitiveDataAccessError
 */
export async function deactivate(change: Change, target: LockedMember): Promise<void> {
  const { tx } = change
  await keepSomebodyWhoGrants(tx, target)
  const { id } = target
  await tx.$executeRaw`
    UPDATE team_member SET status = 'DEACTIVATED', sensitive_data_access = false, pending_email = NULL
    WHERE id = ${id}::uuid`
  await revokeExports(change, id)
  await endAllAccess(change, id, null)
  await voidMailedLinks(tx, id, 'INVITATION')
  await voidMailedLinks(tx, id, 'NOT_ME')
}

async function record(tx: Tx, actor: LockedMember, target: LockedMember, client: ClientInfo): Promise<void> {
  const change = { actor, target, client }
  const details = { was: target.status }
  await recordTeamEvent(tx, { ...change, action: 'team_member.deactivated', details })
  if (!target.sensitiveDataAccess) return
  await recordTeamEvent(tx, {
    ...change,
    action: 'sensitive_data_access.revoked',
    details: { by: 'deactivation' },
  })
}
