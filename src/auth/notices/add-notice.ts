// A security notice as it comes to be: a row and its job, in the transaction of what it tells of.
import type { ClientInfo } from '../../identity/actor.ts'
import { createUuid } from '../../platform/database/uuid.ts'
import type { Change } from '../../platform/events/events.ts'
import { countTry, type RateLimit } from '../../platform/limits/rate-limit.ts'
import type { NoticeServices } from '../../platform/services.ts'
import { sendNoticeJob } from './notice-job.ts'

/** Who is told, at which address. */
export type Recipient = { id: string; email: string }

/** What happened. It names no address and nothing that only the mail's reader may know: bells are shown on screens. */
export type Happening = { kind: string; subject: string; happened: string }

/** What a member is told. `client`: where it came from; null for the operator. */
export type Notice = Happening & { to: Recipient; client: ClientInfo | null }

const hour = 60 * 60

/** A notice that is not sent within a day is not sent any more. */
const validForSeconds = 24 * hour

/** A member gets one notice of a kind an hour at most. */
const hourApart = (kind: string): RateLimit => ({
  name: `notice:${kind}`,
  limit: 1,
  windowSeconds: hour,
  blockSeconds: hour,
})

/**
 * Adds the notice's row and job to the transaction: they exist when it commits, and never when it does not. A worker
 * sends the mail (send-notice.ts).
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
