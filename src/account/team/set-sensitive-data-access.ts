// Granting and revoking Sensitive Data Access.
import { dropTrustedDevices } from '../../auth/devices/end-access.ts'
import type { Happening } from '../../auth/notices/add-notice.ts'
import { noticeChange } from '../../auth/notices/notices.ts'
import { revokeExports } from '../../exports/ending/revoke-exports.ts'
import type { Actor } from '../../identity/actor.ts'
import { requireRecentAuthentication } from '../../identity/require-recent-authentication.ts'
import { sessionsTopic } from '../../identity/session.ts'
import type { Tx } from '../../platform/database/db.ts'
import { ForbiddenError } from '../../platform/errors.ts'
import type { Change } from '../../platform/events/events.ts'
import type { NoticeServices } from '../../platform/services.ts'
import { auditDenials, recordTeamEvent } from './audit-team.ts'
import { type LockedMember, lockTeam } from './lock-team.ts'
import { keepSomeoneWhoGrants, mayGrantSensitiveData, requireMember } from './permissions.ts'

type AccessChange = { teamMemberId: string; granted: boolean }

/**
 * Grants or revokes the access of a colleague or the actor, and mails the member. Granting twice changes nothing.
 * @throws ForbiddenError, ReauthenticationRequiredError, NotFoundError, LastSensitiveDataAccessError
 */
export async function setSensitiveDataAccess(
  services: NoticeServices,
  actor: Actor,
  { teamMemberId, granted }: AccessChange,
): Promise<void> {
  const action = granted ? 'sensitive_data_access.granted' : 'sensitive_data_access.revoked'
  await auditDenials(services.db, { actor, action, targetId: teamMemberId }, () =>
    services.events.transact(services.db, async (change) => {
      const { tx } = change
      const { self, target } = await lockAllowed(tx, actor, teamMemberId)
      if (target.sensitiveDataAccess === granted) return
      if (granted) await grantAccess(tx, target)
      else await revokeAccess(change, target)
      await recordTeamEvent(tx, actor, { action, target })
      const happening = describeAccessChange(self.name, granted)
      await noticeChange(services, change, { ...happening, to: target, client: actor.client })
    }),
  )
}

async function lockAllowed(
  tx: Tx,
  { session }: Actor,
  targetId: string,
): Promise<{ self: LockedMember; target: LockedMember }> {
  const { self, target } = await lockTeam(tx, session, targetId)
  if (!mayGrantSensitiveData(self)) {
    throw new ForbiddenError('Only a Super Admin with Sensitive Data Access can grant or remove it.')
  }
  await requireRecentAuthentication(tx, session)
  return { self, target: requireMember(target) }
}

/** Grants the access, for the API and the operator. The caller holds the team's lock. @throws ForbiddenError */
export async function grantAccess(tx: Tx, target: LockedMember): Promise<void> {
  if (target.status === 'DEACTIVATED') {
    throw new ForbiddenError('Reactivate this member before granting Sensitive Data Access.')
  }
  await tx.$executeRaw`UPDATE team_member SET sensitive_data_access = true WHERE id = ${target.id}::uuid`
  // The devices became trusted when there was less to protect.
  await dropTrustedDevices(tx, target.id)
}

/**
 * Revokes the access, for the API and the operator. The caller holds the team's lock.
 * @throws LastSensitiveDataAccessError
 */
export async function revokeAccess(change: Change, target: LockedMember): Promise<void> {
  const { tx, announce } = change
  await keepSomeoneWhoGrants(tx, target)
  await tx.$executeRaw`UPDATE team_member SET sensitive_data_access = false WHERE id = ${target.id}::uuid`
  await revokeExports(change, target.id)
  // Makes the member's live streams check again what they may see.
  announce(sessionsTopic(target.id))
}

/** Describes the change for the security notice. */
export const describeAccessChange = (by: string, granted: boolean): Happening => ({
  kind: granted ? 'sensitive-data-access:granted' : 'sensitive-data-access:revoked',
  subject: granted ? 'You were given Sensitive Data Access' : 'Your Sensitive Data Access was taken away',
  happened: granted
    ? `${by} gave you access to full tax ids and bank details.`
    : `${by} took away your access to full tax ids and bank details.`,
})
