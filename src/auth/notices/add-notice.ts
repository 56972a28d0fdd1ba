// Adds a security notice: a row and its job, in the transaction of the change that it reports.
import type { ClientInfo } from '../../identity/actor.ts'
import { createUuid } from '../../platform/database/uuid.ts'
import type { Change } from '../../platform/events/events.ts'
import { countTry, type RateLimit } from '../../platform/limits/rate-limit.ts'
import type { NoticeServices } from '../../platform/services.ts'
import { sendNoticeJob } from './notice-job.ts'

/** The member to tell, and at which address. */
export type Recipient = { id: string; email: string }

/** What happened. The text contains no address and no secret, because others may see a bell on a screen. */
export type Happening = { kind: string; subject: string; happened: string }

/** A notice to a member. `client`: who caused it; null for the operator. */
export type Notice = Happening & { to: Recipient; client: ClientInfo | null }

const hour = 60 * 60

/** A notice that was not sent within a day is dropped. */
const validForSeconds = 24 * hour

/** A member gets at most one notice of a kind an hour. */
const hourApart = (kind: string): RateLimit => ({
  name: `notice:${kind}`,
  limit: 1,
  windowSeconds: hour,
  blockSeconds: hour,
})

/**
 * Adds the notice's row and job to the transaction. They exist only if it commits. A worker then sends the mail
 * (send-notice.ts).
 * @returns false, and adds nothing, when the member got a notice of this kind within the hour.
 */
export async function addNotice(
  { jobs }: NoticeServices,
  { tx }: Change,
  { to, kind, subject, happened, client }: Notice,
): Promise<boolean> {
  if ((await countTry(tx, hourApart(kind), to.id)) !== null) return false
  const noticeId = createUuid()
  await tx.$executeRaw`
    INSERT INTO security_notice (id, team_member_id, email, kind, subject, happened, ip_address, expires_at)
    VALUES (${noticeId}::uuid, ${to.id}::uuid, ${to.email}, ${kind}, ${subject}, ${happened},
            ${client?.ipAddress ?? null}, now() + ${validForSeconds} * interval '1 second')`
  await jobs.enqueue(tx, sendNoticeJob, { noticeId })
  return true
}
