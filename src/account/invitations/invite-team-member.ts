// Inviting someone to the team, and inviting them again.

import { parseEmail } from '../../auth/email/email-address.ts'
import type { TeamMemberRole } from '../../generated/prisma/enums.ts'
import type { Actor } from '../../identity/actor.ts'
import { requireRecentAuthentication } from '../../identity/require-recent-authentication.ts'
import type { Tx } from '../../platform/database/db.ts'
import { createUuid } from '../../platform/database/uuid.ts'
import { ForbiddenError, InvalidInputError } from '../../platform/errors.ts'
import type { MailServices } from '../../platform/services.ts'
import { maxNameCharacters, parseName } from '../name.ts'
import { auditDenials, recordTeamEvent } from '../team/audit-team.ts'
import { type LockedMember, lockTeam } from '../team/lock-team.ts'
import { mayGrantSensitiveData, mayManage } from '../team/permissions.ts'
import { countInvitation, type Invitation, prepareInvitation, sendInvitation } from './send-invitation.ts'

type Invitee = { email: string; name: string; role: TeamMemberRole }

/**
 * Invites someone by email. If the account already invited them and they have not accepted, sends a new link, ends the
 * old one, and updates their name and role.
 * @returns the member's id.
 * @throws ForbiddenError, ReauthenticationRequiredError, InvalidInputError, RateLimitedError
 */
export async function inviteTeamMember(
  services: MailServices,
  actor: Actor,
  input: Invitee,
): Promise<string> {
  const email = parseEmail(input.email)
  if (!email) throw invalid('Enter an email address, such as name@example.com.', 'email')
  const invitee = { email, name: requireName(input.name), role: input.role }
  const invited = await auditDenials(services.db, { actor, action: 'team_member.invited' }, () =>
    services.db.$transaction((tx) => invite(tx, actor, invitee)),
  )
  // The error reveals that the address is taken. Throwing it after the commit counts it against the daily limit.
  if (invited === 'address-taken') throw invalid('This address cannot be invited.', 'email')
  sendInvitation(services, invited.invitation)
  return invited.id
}

const invalid = (message: string, field: keyof Invitee) => new InvalidInputError(message, ['input', field])

function requireName(text: string): string {
  const name = parseName(text)
  if (name) return name
  throw invalid(`Enter a name of 1 to ${maxNameCharacters} characters, on one line.`, 'name')
}

async function invite(
  tx: Tx,
  actor: Actor,
  invitee: Invitee,
): Promise<{ id: string; invitation: Invitation } | 'address-taken'> {
  const { self } = await lockTeam(tx, actor.session)
  await requireMayInvite(tx, actor, self, invitee.role)
  await countInvitation(tx, self.accountId)
  const member = await storeMember(tx, self, invitee)
  if (member === 'address-taken') return member
  await recordInvitation(tx, actor, member)
  return { id: member.id, invitation: await prepareInvitation(tx, self, member) }
}

/** A Super Admin gets Sensitive Data Access, so inviting one requires what granting it requires. */
async function requireMayInvite(
  tx: Tx,
  { session }: Actor,
  self: LockedMember,
  role: TeamMemberRole,
): Promise<void> {
  if (!mayManage(self, 'VIEWER')) throw new ForbiddenError('Only Super Admins and Admins can invite.')
  if (role !== 'SUPER_ADMIN') return
  if (!mayGrantSensitiveData(self)) {
    throw new ForbiddenError('Only a Super Admin with Sensitive Data Access can invite a Super Admin.')
  }
  await requireRecentAuthentication(tx, session)
}

type Stored = Invitee & { id: string; sensitiveDataAccess: boolean; before: Earlier | null }
/** What the earlier invitation said. */
type Earlier = { role: TeamMemberRole; sensitiveDataAccess: boolean }

async function storeMember(tx: Tx, self: LockedMember, invitee: Invitee): Promise<Stored | 'address-taken'> {
  const { email, name, role } = invitee
  const before = await tx.teamMember.findUnique({
    where: { email, accountId: self.accountId, status: 'INVITED' },
    select: { role: true, sensitiveDataAccess: true },
  })
  if (before && !mayManage(self, before.role)) {
    throw new ForbiddenError('Only a Super Admin can change the invitation of a Super Admin.')
  }
  // Keeps access that was granted. Drops access that came only with an invitation as Super Admin.
  const kept = before !== null && before.role !== 'SUPER_ADMIN' && before.sensitiveDataAccess
  const sensitiveDataAccess = role === 'SUPER_ADMIN' || kept
  // If another account invites the same address concurrently, one of the two gets the row.
  const [stored] = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO team_member AS m (id, account_id, email, name, role, sensitive_data_access)
    VALUES (${createUuid()}::uuid, ${self.accountId}::uuid, ${email}, ${name}, ${role}::team_member_role,
            ${sensitiveDataAccess})
    ON CONFLICT (email) DO UPDATE SET
      name = excluded.name, role = excluded.role, sensitive_data_access = excluded.sensitive_data_access
    WHERE m.account_id = excluded.account_id AND m.status = 'INVITED'
    RETURNING id`
  return stored ? { ...invitee, ...stored, sensitiveDataAccess, before } : 'address-taken'
}

async function recordInvitation(tx: Tx, actor: Actor, target: Stored): Promise<void> {
  const { role, sensitiveDataAccess, before } = target
  const details = { role, again: before !== null }
  await recordTeamEvent(tx, actor, { action: 'team_member.invited', target, details })
  if (sensitiveDataAccess === (before?.sensitiveDataAccess ?? false)) return
  const action = sensitiveDataAccess ? 'sensitive_data_access.granted' : 'sensitive_data_access.revoked'
  await recordTeamEvent(tx, actor, { action, target, details: { by: 'invitation' } })
}
