// Accepting an invitation. The link proves the address, and the member chooses a password. Accepting does not sign in,
// so it cannot bypass MFA (ASVS 6.4.3).

import { recordEvent } from '../../audit/record-event.ts'
import { InvalidTokenError } from '../../auth/errors.ts'
import { consumeMailedLink, findMailedLink } from '../../auth/notices/mailed-link.ts'
import { refuseWeakPassword } from '../../auth/passwords/password-policy.ts'
import type { ClientInfo } from '../../identity/actor.ts'
import { lockAccount } from '../../identity/lock-account.ts'
import type { Db, Tx } from '../../platform/database/db.ts'
import type { PasswordServices } from '../../platform/services.ts'

/**
 * Activates the invited member and marks their email as verified.
 * @returns the member's id.
 * @throws InvalidTokenError; WeakPasswordError, after which the link still works
 */
export async function acceptInvitation(
  { db, passwords }: PasswordServices,
  { token, password }: { token: string; password: string },
  client: ClientInfo,
): Promise<string> {
  const invited = await findInvited(db, token)
  await refuseWeakPassword(password, invited.email)
  // Before the transaction: hashing takes about 30 ms, and the account need not stay locked for it.
  const passwordHash = await passwords.hash(password)
  await db.$transaction((tx) => accept(tx, invited, token, passwordHash, client))
  return invited.id
}

type Invited = { id: string; accountId: string; email: string }

async function findInvited(db: Db, token: string): Promise<Invited> {
  const link = await findMailedLink(db, token, 'INVITATION')
  if (!link) throw new InvalidTokenError()
  const invited = await db.teamMember.findUnique({
    where: { id: link.teamMemberId, status: 'INVITED' },
    select: { id: true, accountId: true, email: true },
  })
  if (!invited) throw new InvalidTokenError()
  return invited
}

async function accept(
  tx: Tx,
  { id, accountId, email }: Invited,
  token: string,
  passwordHash: string,
  client: ClientInfo,
): Promise<void> {
  await lockAccount(tx, accountId)
  const accepted = await tx.$executeRaw`
    UPDATE team_member SET status = 'ACTIVE', password_hash = ${passwordHash}, email_verified_at = now()
    WHERE id = ${id}::uuid AND status = 'INVITED' AND email = ${email}`
  // Locks are always taken in this order: the member, then the link. If the link was used or replaced meanwhile, the
  // transaction rolls back.
  const used = await consumeMailedLink(tx, token, 'INVITATION')
  if (accepted === 0 || used !== id) throw new InvalidTokenError()
  await recordEvent(tx, {
    action: 'team_member.accepted',
    accountId,
    actorId: id,
    subject: { type: 'team_member', id },
    client,
  })
}
