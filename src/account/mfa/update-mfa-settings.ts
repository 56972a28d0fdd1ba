// The account's MFA setting.

import { recordEvent } from '../../audit/record-event.ts'
import { dropTrustedDevicesOfAccount } from '../../auth/devices/end-access.ts'
import { type Happening, noteInBell, noticeChange } from '../../auth/notices/notices.ts'
import type { ClientInfo } from '../../identity/actor.ts'
import { SensitiveDataAccessRequiredError } from '../../identity/errors.ts'
import { requireRecentAuthentication } from '../../identity/require-recent-authentication.ts'
import { mayHaveSensitiveData } from '../../identity/sensitive-data.ts'
import type { CurrentSession } from '../../identity/session.ts'
import type { Tx } from '../../platform/database/db.ts'
import type { Change } from '../../platform/events/events.ts'
import type { NoticeServices } from '../../platform/services.ts'
import { UnverifiedTeamMembersError } from '../errors.ts'
import { auditDenials } from '../team/audit-team.ts'
import { lockTeam } from '../team/lock-team.ts'

type Setting = { enabled: boolean; rememberMeAllowed: boolean }
/** What is null stays as it is. */
export type MfaChange = { enabled: boolean | null; rememberMeAllowed: boolean | null }

/**
 * Changes the setting, and tells every active member. What is already so changes nothing and tells nobody.
 * @throws SensitiveDataAccessRequiredError, ReauthenticationRequiredError, UnverifiedTeamMembersError
 */
export async function updateMfaSettings(
  services: NoticeServices,
  session: CurrentSession,
  wanted: MfaChange,
  client: ClientInfo,
): Promise<void> {
  const changed = await auditDenials(services.db, { session, client, action: 'mfa_settings.changed' }, () =>
    services.events.transact(services.db, async (change) => {
      const { tx } = change
      const made = await changeSettings(tx, session, wanted, client)
      if (made) await noteMfaChange(change, made)
      return made
    }),
  )
  if (!changed) return
  for (const member of changed.members) noticeChange(services, member, describeMfaChange(changed), client)
}

type ActiveMember = { id: string; email: string; emailVerifiedAt: Date | null }
type Changed = { from: Setting; to: Setting; by: string; members: ActiveMember[] }

async function changeSettings(
  tx: Tx,
  session: CurrentSession,
  wanted: MfaChange,
  client: ClientInfo,
): Promise<Changed | null> {
  const { account, actor } = await lockTeam(tx, session)
  if (!mayHaveSensitiveData(actor)) throw new SensitiveDataAccessRequiredError()
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
  return { from, to, by: actor.name, members }
}

/** Whom a change of the setting concerns. */
export const findActive = (tx: Tx, accountId: string): Promise<ActiveMember[]> =>
  tx.teamMember.findMany({
    where: { accountId, status: 'ACTIVE' },
    select: { id: true, email: true, emailVerifiedAt: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  })

/** Nobody is locked out by a code that goes nowhere. Who is invited does not count: accepting verifies the address. */
function refuseUnverified(members: ActiveMember[]): void {
  const unverified = members.filter(({ emailVerifiedAt }) => emailVerifiedAt === null)
  if (unverified.length === 0) return
  const who = unverified.length === 1 ? '1 team member has' : `${unverified.length} team members have`
  throw new UnverifiedTeamMembersError(
    `${who} not verified their email yet, and would be locked out. They can verify it once they have signed in.`,
    unverified.map(({ id }) => id),
  )
}

/** Stores the setting, whoever decided it. The caller holds the account's lock. */
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
  // What was remembered under another setting does not count under this one.
  if (to.enabled !== from.enabled || !to.rememberMeAllowed) await dropTrustedDevicesOfAccount(tx, accountId)
}

const toggled = { on: 'turned multi-factor authentication on', off: 'turned multi-factor authentication off' }

/** Puts the change into the bell of everybody whom it concerns. The caller holds the account's lock. */
export async function noteMfaChange(change: Change, changed: Changed): Promise<void> {
  const inOrder = changed.members.map(({ id }) => id).sort()
  for (const id of inOrder) await noteInBell(change, id, describeMfaChange(changed))
}

/** The notice. Its kind names the new setting, so that turning MFA off is told even within an hour of turning it on. */
export function describeMfaChange({ from, to, by }: Omit<Changed, 'members'>): Happening {
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
