// The account's MFA settings.

import { recordEvent } from '../../audit/record-event.ts'
import { dropTrustedDevicesOfAccount } from '../../auth/devices/end-access.ts'
import type { Happening } from '../../auth/notices/add-notice.ts'
import { noticeChange } from '../../auth/notices/notices.ts'
import type { Actor, ClientInfo } from '../../identity/actor.ts'
import { SensitiveDataAccessRequiredError } from '../../identity/errors.ts'
import { requireRecentAuthentication } from '../../identity/require-recent-authentication.ts'
import { mayHaveSensitiveData } from '../../identity/sensitive-data.ts'
import type { Tx } from '../../platform/database/db.ts'
import type { Change } from '../../platform/events/events.ts'
import type { NoticeServices } from '../../platform/services.ts'
import { UnverifiedTeamMembersError } from '../errors.ts'
import { auditDenials } from '../team/audit-team.ts'
import { lockTeam } from '../team/lock-team.ts'

type Setting = { enabled: boolean; rememberMeAllowed: boolean }
/** Null keeps a setting. */
type MfaChange = { enabled: boolean | null; rememberMeAllowed: boolean | null }

/**
 * Changes the settings and mails every active member. Does nothing when the settings stay the same.
 * @throws SensitiveDataAccessRequiredError, ReauthenticationRequiredError, UnverifiedTeamMembersError
 */
export async function updateMfaSettings(
  services: NoticeServices,
  actor: Actor,
  wanted: MfaChange,
): Promise<void> {
  await auditDenials(services.db, { actor, action: 'mfa_settings.changed' }, () =>
    services.events.transact(services.db, async (change) => {
      const changed = await changeSettings(change.tx, actor, wanted)
      if (changed) await noticeMfaChange(services, change, changed, actor.client)
    }),
  )
}

type ActiveMember = { id: string; email: string; emailVerifiedAt: Date | null }
type Changed = { from: Setting; to: Setting; by: string; members: ActiveMember[] }

/** @returns null when nothing changes. */
async function changeSettings(
  tx: Tx,
  { session, client }: Actor,
  wanted: MfaChange,
): Promise<Changed | null> {
  const { account, self } = await lockTeam(tx, session)
  if (!mayHaveSensitiveData(self)) throw new SensitiveDataAccessRequiredError()
  await requireRecentAuthentication(tx, session)
  const from = { enabled: account.mfaEnabled, rememberMeAllowed: account.rememberMeAllowed }
  const to = {
    enabled: wanted.enabled ?? from.enabled,
    rememberMeAllowed: wanted.rememberMeAllowed ?? from.rememberMeAllowed,
  }
  if (to.enabled === from.enabled && to.rememberMeAllowed === from.rememberMeAllowed) return null
  const members = await findActive(tx, session.accountId)
  if (to.enabled && !from.enabled) refuseUnverified(members)
  await storeMfaSettings(tx, session, from, to)
  await recordEvent(tx, {
    action: 'mfa_settings.changed',
    accountId: session.accountId,
    actorId: session.teamMemberId,
    subject: { type: 'account', id: session.accountId },
    client,
    details: { from, to },
  })
  return { from, to, by: self.name, members }
}

/** The members that a change of the settings affects. */
export const findActive = (tx: Tx, accountId: string): Promise<ActiveMember[]> =>
  tx.teamMember.findMany({
    where: { accountId, status: 'ACTIVE' },
    select: { id: true, email: true, emailVerifiedAt: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  })

/**
 * Keeps MFA from locking out members who may not get the code. Invited members need no check: accepting an invitation
 * verifies the address.
 */
function refuseUnverified(members: ActiveMember[]): void {
  const unverified = members.filter(({ emailVerifiedAt }) => emailVerifiedAt === null)
  if (unverified.length === 0) return
  const who = unverified.length === 1 ? '1 team member has' : `${unverified.length} team members have`
  throw new UnverifiedTeamMembersError(
    `${who} not verified their email yet, and would be locked out. They can verify it once they have signed in.`,
    unverified.map(({ id }) => id),
  )
}

/** Stores the settings. The API and the operator's command use it. The caller holds the account's lock. */
export async function storeMfaSettings(
  tx: Tx,
  { accountId, teamMemberId }: { accountId: string; teamMemberId: string | null },
  from: Setting,
  to: Setting,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE account SET mfa_enabled = ${to.enabled}, remember_me_allowed = ${to.rememberMeAllowed},
      mfa_updated_at = now(), mfa_updated_by_id = ${teamMemberId}::uuid
    WHERE id = ${accountId}::uuid`
  // A device that became trusted under other settings is not trusted under these.
  if (to.enabled !== from.enabled || !to.rememberMeAllowed) await dropTrustedDevicesOfAccount(tx, accountId)
}

const toggled = { on: 'turned multi-factor authentication on', off: 'turned multi-factor authentication off' }

/**
 * Mails every active member. The caller holds the account's lock. Locks the members in the order of their ids.
 * @returns the number of mails.
 */
export async function noticeMfaChange(
  services: NoticeServices,
  change: Change,
  changed: Changed,
  client: ClientInfo | null,
): Promise<number> {
  const happening = describeMfaChange(changed)
  let mails = 0
  for (const to of changed.members.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    if (await noticeChange(services, change, { ...happening, to, client })) mails += 1
  }
  return mails
}

/**
 * The kind names the new settings. Notices of one kind are merged within an hour, so turning MFA off right after turning
 * it on sends a mail of its own.
 */
function describeMfaChange({ from, to, by }: Changed): Happening {
  const did = [
    to.enabled !== from.enabled && (to.enabled ? toggled.on : toggled.off),
    to.rememberMeAllowed !== from.rememberMeAllowed &&
      (to.rememberMeAllowed ? 'allowed devices to be remembered' : 'no longer lets devices be remembered'),
  ]
  return {
    kind: `mfa-settings:${to.enabled}:${to.rememberMeAllowed}`,
    subject: 'How your account signs in was changed',
    happened: `${by} ${did.filter(Boolean).join(' and ')}, for everybody in your account.`,
  }
}
