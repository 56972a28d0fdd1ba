// Sets a new password with a mailed link. It does not sign in, so with MFA on, signing in still needs the code.

import { recordEvent } from '../../audit/record-event.ts'
import type { ClientInfo } from '../../identity/actor.ts'
import type { Db } from '../../platform/database/db.ts'
import { countOrRefuse } from '../../platform/limits/count-or-refuse.ts'
import type { RateLimit } from '../../platform/limits/rate-limit.ts'
import type { NoticeServices, PasswordServices } from '../../platform/services.ts'
import { endAllAccess } from '../devices/end-all-access.ts'
import { InvalidTokenError } from '../errors.ts'
import type { Happening } from '../notices/add-notice.ts'
import { consumeMailedLink, findMailedLink } from '../notices/mailed-link.ts'
import { noticeChange } from '../notices/notices.ts'
import { refuseWeakPassword } from './password-policy.ts'

const minute = 60

/** Bounds how many password hashes one address can cause. Guesses of a token cannot succeed anyway. */
const addressLimit: RateLimit = {
  name: 'password-reset:try',
  limit: 100,
  windowSeconds: 15 * minute,
  blockSeconds: 15 * minute,
}

const reset: Happening = {
  kind: 'password-reset',
  subject: 'Your password was reset',
  happened: 'A new password was chosen with a link that was mailed to you. Every session was ended.',
}

/**
 * Sets the new password and ends the member's sessions. If the password is refused, the link still works.
 * @throws InvalidTokenError, WeakPasswordError, RateLimitedError
 */
export async function resetPassword(
  services: PasswordServices,
  { token, newPassword }: { token: string; newPassword: string },
  client: ClientInfo,
): Promise<void> {
  const { db } = services
  await countOrRefuse(db, addressLimit, client.ipAddress ?? 'unknown', 'Too many attempts.')
  const member = await findOwner(db, token)
  if (!member) throw new InvalidTokenError()
  await refuseWeakPassword(newPassword, member.email)
  await replacePassword(services, member, token, await services.passwords.hash(newPassword), client)
}

/** The active member of the link. */
async function findOwner(db: Db, token: string) {
  const link = await findMailedLink(db, token, 'PASSWORD_RESET')
  if (!link) return null
  return db.teamMember.findUnique({
    where: { id: link.teamMemberId, status: 'ACTIVE' },
    select: { id: true, accountId: true, email: true },
  })
}

/** Writes the member's row before the link, the order of all locks. Rolls back if the link was used meanwhile. */
async function replacePassword(
  services: NoticeServices,
  member: { id: string; accountId: string; email: string },
  token: string,
  passwordHash: string,
  client: ClientInfo,
): Promise<void> {
  const { id, accountId } = member
  await services.events.transact(services.db, async (change) => {
    const { tx } = change
    const { count } = await tx.teamMember.updateMany({
      where: { id, status: 'ACTIVE' },
      data: { passwordHash },
    })
    const used = await consumeMailedLink(tx, token, 'PASSWORD_RESET')
    if (count === 0 || used !== id) throw new InvalidTokenError()
    await endAllAccess(change, id, null)
    await noticeChange(services, change, { ...reset, to: member, client })
    await recordEvent(tx, {
      action: 'password.reset',
      accountId,
      actorId: null,
      subject: { type: 'team_member', id },
      client,
    })
  })
}
