// Inviting somebody to the team, and inviting them again.

import { parseEmail } from '../../auth/email/email-address.ts'
import type { TeamMemberRole } from '../../generated/prisma/enums.ts'
import type { ClientInfo } from '../../identity/actor.ts'
import { requireRecentAuthentication } from '../../identity/require-recent-authentication.ts'
import type { CurrentSession } from '../../identity/session.ts'
import type { Tx } from '../../platform/database/db.ts'
import { createUuid } from '../../platform/database/uuid.ts'
import { ForbiddenError, InvalidInputError } from '../../platform/errors.ts'
import type { NoticeServices } from '../../platform/services.ts'
import { auditDenials, recordTeamEvent } from '../team/audit-team.ts'
import { type LockedMember, lockTeam } from '../team/lock-team.ts'
import { mayGrantSensitiveData, mayManage } from '../team/permissions.ts'
import { countInvitation, type Invitation, prepareInvitation, sendInvitation } from './send-invitation.ts'

export type Invitee = { email: string; name: string; role: TeamMemberRole }

/**
 * Invites somebody by email. Somebody of this account who is invited already gets a new link; the old one dies, and
 * name and role are updated.
 * @returns the member's id.
 * @throws ForbiddenError, ReauthenticationRequiredError, InvalidInputError, RateLimitedError
 */
export async function inviteTeamMember(
  services: NoticeServices,
  session: CurrentSession,
  input: Invitee,
  client: ClientInfo,
): Promise<string> {
  const email = parseEmail(input.email)
  if (!email) throw invalid('`email` is not an email address: write it like name@example.com.', 'email')
  const invitee = { email, name: parseName(input.name), role: input.role }
  const invited = await auditDenials(services.db, { session, client, action: 'team_member.invited' }, () =>
    services.db.$transaction((tx) => invite(tx, session, invitee, client)),
  )
  // Thrown out here, so that the try is counted: the answer says that the address is somebody's.
  if (!invited) throw invalid('This address cannot be invited.', 'email')
  sendInvitation(services, invited.invitation)
  return invited.id
}

const invalid = (message: string, field: keyof Invitee) => new InvalidInputError(message, ['input', field])

function parseName(text: string): string {
  const name = text.trim()
  const characters = [...name].length
  // Control characters and halves of characters: the database takes no NUL, and mail headers no line breaks.
  if (characters >= 1 && characters <= 200 && !/[\p{Cc}\p{Cs}]/u.test(name)) return name
  throw invalid('`name` takes 1 to 200 characters, on one line.', 'name')
}

/** @returns null when the address is somebody's already. */
async function invite(
  tx: Tx,
  session: CurrentSession,
  invitee: Invitee,
  client: ClientInfo,
): Promise<{ id: string; invitation: Invitation } | null> {
  const { actor } = await lockTeam(tx, session)
  await requireMayInvite(tx, session, actor, invitee.role)
  await countInvitation(tx, session.accountId)
  const member = await storeMember(tx, actor, invitee)
  if (!member) return null
  await recordInvitation(tx, actor, member, client)
  return { id: member.id, invitation: await prepareInvitation(tx, actor, member) }
}

/** A Super Admin comes with Sensitive Data Access, so inviting one needs what granting it needs. */
async function requireMayInvite(
  tx: Tx,
  session: CurrentSession,
  actor: LockedMember,
  role: TeamMemberRole,
): Promise<void> {
  if (!mayManage(actor, 'VIEWER')) throw new ForbiddenError('Only Super Admins and Admins can invite.')
  if (role !== 'SUPER_ADMIN') return
  if (!mayGrantSensitiveData(actor)) {
    throw new ForbiddenError('Only a Super Admin with Sensitive Data Access can invite a Super Admin.')
  }
  await requireRecentAuthentication(tx, session)
}

type Stored = Invitee & { id: string; sensitiveDataAccess: boolean; before: Earlier | null }
type Earlier = { role: TeamMemberRole; sensitiveDataAccess: boolean }

async function storeMember(tx: Tx, actor: LockedMember, invitee: Invitee): Promise<Stored | null> {
  const { email, name, role } = invitee
  const before = await tx.teamMember.findUnique({
    where: { email, accountId: actor.accountId, status: 'INVITED' },
    select: { role: true, sensitiveDataAccess: true },
  })
  if (before && !mayManage(actor, before.role)) {
    throw new ForbiddenError('Only a Super Admin can change the invitation of a Super Admin.')
  }
  // What was granted to them is kept; what only came with being invited as a Super Admin is not.
  const kept = before !== null && before.role !== 'SUPER_ADMIN' && before.sensitiveDataAccess
  const sensitiveDataAccess = role === 'SUPER_ADMIN' || kept
  // Another account may be inviting the same address at this moment: one of the two gets the row.
  const [stored] = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO team_member AS m (id, account_id, email, name, role, sensitive_data_access)
    VALUES (${createUuid()}::uuid, ${actor.accountId}::uuid, ${email}, ${name}, ${role}::team_member_role,
            ${sensitiveDataAccess})
    ON CONFLICT (email) DO UPDATE SET
      name = excluded.name, role = excluded.role, sensitive_data_access = excluded.sensitive_data_access
    WHERE m.account_id = excluded.account_id AND m.status = 'INVITED'
    RETURNING id`
  return stored ? { ...invitee, ...stored, sensitiveDataAccess, before } : null
}

async function recordInvitation(
  tx: Tx,
  actor: LockedMember,
  target: Stored,
  client: ClientInfo,
): Promise<void> {
  const { role, sensitiveDataAccess, before } = target
  const change = { actor, target, client }
  const details = { role, again: before !== null }
  await recordTeamEvent(tx, { ...change, action: 'team_member.invited', details })
  if (sensitiveDataAccess === (before?.sensitiveDataAccess ?? false)) return
  const action = sensitiveDataAccess ? 'sensitive_data_access.granted' : 'sensitive_data_access.revoked'
  await recordTeamEvent(tx, { ...change, action, details: { by: 'invitation' } })
}
