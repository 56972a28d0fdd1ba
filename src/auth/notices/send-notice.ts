// Sends a security notice. Runs in a worker.
//
// Any number of workers may run a notice's job; the claim lets one of them send. SMTP has no transactions: if a worker
// dies after the mail server accepted the mail and before it updated the row, the notice is sent again. The copies have
// the same Message-ID, so most mail programs show only one. A notice is never lost.
import type { Db } from '../../platform/database/db.ts'
import { renderMail } from '../../platform/mail/mail-layout.ts'
import type { MailServices } from '../../platform/services.ts'
import type { Happening } from './add-notice.ts'
import { createMailedLink } from './mailed-link.ts'
import { notMeUrl } from './mails.ts'

/** How long one attempt tries to send the mail. */
const sendSeconds = 20
/** Longer, so that this worker has given up before another can claim the notice. */
const claimSeconds = sendSeconds + 5

/** The notice was not sent yet. Its job runs again. */
export class NoticeNotSentError extends Error {
  override name = 'NoticeNotSentError'
}

/**
 * Sends the notice, unless it was sent or has expired.
 * @throws NoticeNotSentError when another worker is sending it or the mail server did not accept it
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
  if (outcome === 'gave-up') throw new NoticeNotSentError('The mail server did not accept the notice')
  // Without checking the claim: the mail was sent, whoever holds the claim now.
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
  /** The mail server accepted it, or refused it for good. */
  | { outcome: 'finished' }
  | { outcome: 'expired' }

/** Claims the notice for this attempt, and makes the token of its link. Only the token's hash is stored. */
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
