// Sending invitations: the link is made in the transaction that invites, and mailed once that has committed.
import { createMailedLink, linkLifetimeSeconds } from '../../auth/notices/mailed-link.ts'
import { acceptInvitationUrl } from '../../auth/notices/mails.ts'
import type { Tx } from '../../platform/database/db.ts'
import { RateLimitedError } from '../../platform/errors.ts'
import { countTry, type RateLimit } from '../../platform/limits/rate-limit.ts'
import type { MailServices } from '../../platform/services.ts'
import type { LockedMember } from '../team/lock-team.ts'
import { renderInvitationMail } from './invitation-mail.ts'

const day = 24 * 60 * 60

/** A stolen account cannot be used to send mails without end. */
const dailyLimit: RateLimit = { name: 'invitations', limit: 50, windowSeconds: day, blockSeconds: day }

/** An invitation to mail. */
export type Invitation = { email: string; token: string; inviterName: string; accountName: string }

/** Counts an invitation of the account. @throws RateLimitedError */
export async function countInvitation(tx: Tx, accountId: string): Promise<void> {
  const retryAfterSeconds = await countTry(tx, dailyLimit, accountId)
  if (retryAfterSeconds === null) return
  throw new RateLimitedError(
    `Your account has reached its limit of ${dailyLimit.limit} invitations a day. Try again later.`,
    retryAfterSeconds,
  )
}

/** Makes the link; the one of an earlier invitation no longer works. */
export async function prepareInvitation(
  tx: Tx,
  self: LockedMember,
  invited: { id: string; email: string },
): Promise<Invitation> {
  const { name } = await tx.account.findUniqueOrThrow({
    where: { id: self.accountId },
    select: { name: true },
  })
  const token = await createMailedLink(tx, invited, 'INVITATION')
  return { email: invited.email, token, inviterName: self.name, accountName: name }
}

/** Sends the mail in the background. A member who does not get it can be invited again. */
export function sendInvitation(
  { mailer, publicUrl }: MailServices,
  { email, token, ...names }: Invitation,
): void {
  const mail = renderInvitationMail({ ...names, acceptUrl: acceptInvitationUrl(publicUrl, token) })
  void mailer.send({ to: email, ...mail }, { validForSeconds: linkLifetimeSeconds.INVITATION })
}
