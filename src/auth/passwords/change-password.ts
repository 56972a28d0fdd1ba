// Changes the actor's own password. Ends all access but the actor's session.

import { recordEvent } from '../../audit/record-event.ts'
import type { Actor } from '../../identity/actor.ts'
import type { PasswordServices } from '../../platform/services.ts'
import { endAllAccess } from '../devices/end-all-access.ts'
import { InvalidCredentialsError, WeakPasswordError } from '../errors.ts'
import type { Happening } from '../notices/add-notice.ts'
import { noticeChange } from '../notices/notices.ts'
import { confirmPassword } from './confirm-password.ts'
import { refuseWeakPassword } from './password-policy.ts'

const changed: Happening = {
  kind: 'password-changed',
  subject: 'Your password was changed',
  happened: 'Your password was changed. Every other session was ended, and remembered devices are forgotten.',
}

/**
 * Changes the password.
 * @throws InvalidCredentialsError, WeakPasswordError, RateLimitedError
 */
export async function changePassword(
  services: PasswordServices,
  actor: Actor,
  { currentPassword, newPassword }: { currentPassword: string; newPassword: string },
): Promise<void> {
  const purpose = { failure: 'password.change_failed', purpose: 'change_password' } as const
  const member = await confirmPassword(services, actor, { password: currentPassword, purpose })
  if (newPassword === currentPassword) throw new WeakPasswordError('This is already your password.')
  await refuseWeakPassword(newPassword, member.email)
  const newHash = await services.passwords.hash(newPassword)

  await services.events.transact(services.db, async (change) => {
    const { tx } = change
    // Only while the hash is the one that was checked: of two parallel changes, one succeeds and the other is refused.
    const { count } = await tx.teamMember.updateMany({
      where: { id: member.id, passwordHash: member.passwordHash },
      data: { passwordHash: newHash },
    })
    if (count === 0) throw new InvalidCredentialsError()
    await endAllAccess(change, member.id, { sessionId: actor.session.id })
    await noticeChange(services, change, { ...changed, to: member, client: actor.client })
    await recordEvent(tx, {
      action: 'password.changed',
      accountId: member.accountId,
      actorId: member.id,
      subject: { type: 'team_member', id: member.id },
      client: actor.client,
    })
  })
}
