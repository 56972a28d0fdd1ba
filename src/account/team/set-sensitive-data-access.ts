// Granting Sensitive Data Access, and taking it away.

import { dropTrustedDevices } from '../../auth/devices/end-access.ts'
import { noteInBell, noticeChange } from '../../auth/notices/notices.ts'
import { revokeExports } from '../../exports/ending/revoke-exports.ts'
import type { ClientInfo } from '../../identity/actor.ts'
import { requireRecentAuthentication } from '../../identity/require-recent-authentication.ts'
import type { CurrentSession } from '../../identity/session.ts'
import { sessionsTopic } from '../../identity/session.ts'
import type { Tx } from '../../platform/database/db.ts'
import { ForbiddenError } from '../../platform/errors.ts'
import type { Change } from '../../platform/events/events.ts'
import type { NoticeServices } from '../../platform/services.ts'
import { auditDenials, recordTeamEvent } from './audit-team.ts'
import { type LockedMember, lockTeam } from './lock-team.ts'
import { keepSomebodyWhoGrants, mayGrantSensitiveData, requireMember } from './permissions.ts'

export type AccessChange = { teamMemberId: string; granted: boolean }

/**
 * Grants or revokes a colleague's access, or one's own, and tells them. What is already so changes nothing.
 * @throws ForbiddenError, ReauthenticationRequiredError, NotFoundError, LastSensitiveDataAccessError
 */
export async function setSensitiveDataAccess(
  services: NoticeServices,
  session: CurrentSession,
  { teamMemberId, granted }: AccessChange,
  client: ClientInfo,
): Promise<void> {
  const action = granted ? 'sensitive_data_access.granted' : 'sensitive_data_access.revoked'
  const attempt = { session, client, action, targetId: teamMemberId } as const
  const changed = await auditDenials(services.db, attempt, () =>
    services.events.transact(services.db, async (change) => {
      const { tx } = change
      const { actor, target } = await lockAllowed(tx, session, teamMemberId)
      if (target.sensitiveDataAccess === granted) return null
      if (granted) await grantAccess(tx, target)
      else await revokeAccess(change, target)
      await recordTeamEvent(tx, { action, actor, target, client })
      await noteInBell(change, target.id, describeAccessChange(actor.name, granted))
      return { actor, target }
    }),
  )
  if (changed)
    noticeChange(services, changed.target, describeAccessChange(changed.actor.name, granted), client)
}

async function lockAllowed(
  tx: Tx,
  session: CurrentSession,
  targetId: string,
): Promise<{ actor: LockedMember; target: LockedMember }> {
  const { actor, target } = await lockTeam(tx, session, targetId)
  if (!mayGrantSensitiveData(actor)) {
    throw new ForbiddenError('Only a Super Admin with Sensitive Data Access can grant it or take it away.')
  }
  await requireRecentAuthentication(tx, session)
  return { actor, target: requireMember(target) }
}

/** Grants, whoever decided it. The caller holds the team's lock. @throws ForbiddenError */
export async function grantAccess(tx: Tx, target: LockedMember): Promise<void> {
  if (target.status === 'DEACTIVATED') {
    throw new ForbiddenError('Reactivate this member before granting Sensitive Data Access.')
  }
  await tx.$executeRaw`UPDATE team_member SET sensitive_data_access = true WHERE id = ${target.id}::uuid`
  // A device was remembered when there was less to protect.
  await dropTrustedDevices(tx, target.id)
}

/** Takes the access away, whoever decided it. The caller holds the team's lock. @throws LastSensitiveDataAccessError */
export async function revokeAccess(change: Change, target: LockedMember): Promise<void> {
  const { tx, announce } = change
  await keepSomebodyWhoGrants(tx, target)
  await tx.$executeRaw`UPDATE team_member SET sensitive_data_access = false WHERE id = ${target.id}::uuid`
  await revokeExports(change, target.id)
  // Streams of theirs look at what they may still see.
  announce(sessionsTopic(target.id))
}

/** The notice. */
export const describeAccessChange = (by: string, granted: boolean) => ({
  kind: granted ? 'sensitive-data-access:granted' : 'sensitive-data-access:revoked',
  subject: granted ? 'You were given Sensitive Data Access' : 'Your Sensitive Data Access was taken away',
  happened: granted
    ? `${by} gave you access to full tax ids and bank details.`
    : `${by} took away your access to full tax ids and bank details.`,
})
