// Invitations as they leave: a link in the transaction that invites, a mail once that has committed.
import { createMailedLink, linkLifetimeSeconds } from '../../auth/notices/mailed-link.ts'
import { acceptInvitationUrl } from '../../auth/notices/mails.ts'
import type { Tx } from '../../platform/database/db.ts'
import { RateLimitedError } from '../../platform/errors.ts'
import { countTry, type RateLimit } from '../../platform/limits/rate-limit.ts'
import type { NoticeServices } from '../../platform/services.ts'
import type { LockedMember } from '../team/lock-team.ts'
import { renderInvitationMail } from './invitation-mail.ts'

const day = 24 * 60 * 60

/** A stolen account is no mail cannon. */
const dailyLimit: RateLimit = { name: 'invitations', limit: 50, windowSeconds: day, blockSeconds: day }

/** An invitation that is to be mailed. */
export type Invitation = { email: string; token: string; inviterName: string; accountName: string }

/** Counts an invitation of the account. @throws RateLimitedError */
export async function countInvitation(tx: Tx, accountId: string): Promise<void> {
  const retryAfterSeconds = await countTry(tx, dailyLimit, accountId)
  if (retryAfterSeconds === null) return
  throw new RateLimitedError(
    `Your account has sent ${dailyLimit.limit} invitations in a day, which is the most. Try again later.`,
    retryAfterSeconds,
  )
}

/** Makes the link; the one of an earlier invitation no longer works. */
export async function prepareInvitation(
  tx: Tx,
  actor: LockedMember,
  invited: { id: string; email: string },
): Promise<Invitation> {
  const { name } = await tx.account.findUniqueOrThrow({
    where: { id: actor.accountId },
    select: { name: true },
  })
  const token = await createMailedLink(tx, invited, 'INVITATION')
  return { email: invited.email, token, inviterName: actor.name, accountName: name }
}

/** Hands the mail over. Nobody waits for it: whoever gets none is invited again. */
export function sendInvitation(
  { mailer, publicUrl }: NoticeServices,
  { email, token, ...names }: Invitation,
): void {
  const mail = renderInvitationMail({ ...names, acceptUrl: acceptInvitationUrl(publicUrl, token) })
  void mailer.send({ to: email, ...mail }, { validForSeconds: linkLifetimeSeconds.INVITATION })
}
