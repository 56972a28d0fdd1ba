// Sending a security notice, by a worker.
//
// Any number of workers may run a notice's job; the claim lets one of them send. SMTP has no transaction, so a worker
// that dies after the mail server took the mail, and before it says so in the row, leaves a notice that is sent again.
// The copies have the same Message-ID, by which most mail programs show one. No notice is lost: at least once, and
// once unless a process dies in that moment.
import type { Db } from '../../platform/database/db.ts'
import { renderMail } from '../../platform/mail/mail-layout.ts'
import type { MailServices } from '../../platform/services.ts'
import type { Happening } from './add-notice.ts'
import { createMailedLink } from './mailed-link.ts'
import { notMeUrl } from './mails.ts'

/** How long one run of the job tries to hand the mail over. */
const sendSeconds = 20
/** Longer than that: by the time another worker may claim the notice, this one has let go of the mail. */
const claimSeconds = sendSeconds + 5

/** The notice is not sent yet; its job runs again. */
export class NoticeNotSentError extends Error {
  override name = 'NoticeNotSentError'
}

/**
 * Sends the notice, unless it was sent, or its time is over.
 * @throws NoticeNotSentError when another worker is at it, or the mail server cannot be reached
 */
export async function sendNotice(services: MailServices, { noticeId }: { noticeId: string }): Promise<void> {
  const { db, mailer, publicUrl, log } = services
  const claim = await claimNotice(db, noticeId)
  if (claim.outcome === 'finished') return
  if (claim.outcome === 'expired') return log.error({ noticeId }, 'a security notice was not sent in time')
  if (claim.outcome === 'taken') throw new NoticeNotSentError('Another worker is sending this notice')
  const { notice, token } = claim
  const mail = {
    to: notice.email,
    subject: notice.subject,
    ...renderNotice(notice, notMeUrl(publicUrl, token)),
  }
  const validForSeconds = Math.min(sendSeconds, notice.secondsLeft)
  const outcome = await mailer.send(mail, { validForSeconds, id: noticeId })
  if (outcome === 'gave-up') throw new NoticeNotSentError('The mail server did not take the notice')
  // Not only for the holder of the claim: whoever has handed the mail over has finished it for all.
  await db.$executeRaw`UPDATE security_notice SET finished_at = now() WHERE id = ${noticeId}::uuid`
}

type ClaimedNotice = Omit<Happening, 'kind'> & {
  teamMemberId: string
  email: string
  ipAddress: string | null
  secondsLeft: number
}

type Claim =
  | { outcome: 'claimed'; notice: ClaimedNotice; token: string }
  /** Another worker is sending it. */
  | { outcome: 'taken' }
  /** The mail server took it, or refused it for good. */
  | { outcome: 'finished' }
  | { outcome: 'expired' }

/** Claims the notice for this run, and makes the token of its link: only its hash is stored. */
export const claimNotice = (db: Db, noticeId: string): Promise<Claim> =>
  db.$transaction(async (tx) => {
    const [notice] = await tx.$queryRaw<ClaimedNotice[]>`
      UPDATE security_notice SET claimed_until = now() + ${claimSeconds} * interval '1 second'
      WHERE id = ${noticeId}::uuid AND finished_at IS NULL AND expires_at > now()
        AND (claimed_until IS NULL OR claimed_until <= now())
      RETURNING team_member_id AS "teamMemberId", email, subject, happened, ip_address AS "ipAddress",
                extract(epoch FROM expires_at - now())::float8 AS "secondsLeft"`
    if (notice) {
      const recipient = { id: notice.teamMemberId, email: notice.email }
      return { outcome: 'claimed', notice, token: await createMailedLink(tx, recipient, 'NOT_ME') }
    }
    const [row] = await tx.$queryRaw<{ outcome: 'finished' | 'expired' | 'taken' }[]>`
      SELECT CASE WHEN finished_at IS NOT NULL THEN 'finished' WHEN expires_at <= now() THEN 'expired'
             ELSE 'taken' END AS outcome
      FROM security_notice WHERE id = ${noticeId}::uuid`
    return { outcome: row?.outcome ?? 'expired' }
  })

const renderNotice = ({ subject, happened, ipAddress }: ClaimedNotice, url: string) => {
  const origin = ipAddress ? ` It came from the address ${ipAddress}.` : ''
  return renderMail({
    preheader: happened,
    heading: subject,
    paragraphs: [happened + origin, 'If this was you, there is nothing to do.'],
    action: { label: 'This was not me', url },
  })
}
