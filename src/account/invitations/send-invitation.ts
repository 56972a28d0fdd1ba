// Sending invitations. The transaction that invites creates the link; the mail goes out after it commits.
import { createMailedLink, linkLifetimeSeconds } from '../../auth/notices/mailed-link.ts'
import { acceptInvitationUrl } from '../../auth/notices/mails.ts'
import type { Tx } from '../../platform/database/db.ts'
import { RateLimitedError } from '../../platform/errors.ts'
import { countTry, type RateLimit } from '../../platform/limits/rate-limit.ts'
import type { MailServices } from '../../platform/services.ts'
import type { LockedMember } from '../team/lock-team.ts'
import { renderInvitationMail } from './invitation-mail.ts'

const day = 24 * 60 * 60

/** Limits how many mails a stolen account can send. */
const dailyLimit: RateLimit = { name: 'invitations', limit: 50, windowSeconds: day, blockSeconds: day }

/** An invitation to mail. */
export type Invitation = { email: string; token: string; inviterName: string; accountName: string }

/** Counts an invitation against the account's daily limit. @throws RateLimitedError */
export async function countInvitation(tx: Tx, accountId: string): Promise<void> {
  const retryAfterSeconds = await countTry(tx, dailyLimit, accountId)
  if (retryAfterSeconds === null) return
  throw new RateLimitedError(
    `Your account has reached its limit of ${dailyLimit.limit} invitations a day. Try again later.`,
    retryAfterSeconds,
  )
}

/** Creates the link. An earlier invitation's link stops working. */
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

/** Sends the mail in the background. If it does not arrive, the member can be invited again. */
export function sendInvitation(
  { mailer, publicUrl }: MailServices,
  { email, token, ...names }: Invitation,
): void {
  const mail = renderInvitationMail({ ...names, acceptUrl: acceptInvitationUrl(publicUrl, token) })
  void mailer.send({ to: email, ...mail }, { validForSeconds: linkLifetimeSeconds.INVITATION })
}
