// Marks notifications as read. Each change takes a number from the member's row, like a new notification. So streams send
// it to the member's other tabs, also to those that were offline, in the same way as new notifications.
import type { Tx } from '../platform/database/db.ts'
import type { Change } from '../platform/events/events.ts'
import { notificationsTopic } from './create-notification.ts'

/** Locks the member's row, like every change of their notifications, so that they do not change until the commit. */
export async function lockBell(tx: Tx, teamMemberId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM team_member WHERE id = ${teamMemberId}::uuid FOR NO KEY UPDATE`
}

/**
 * Marks the member's unread notifications among these ids, or up to this number. A notification that is already read keeps
 * its time. The caller holds the member's lock, so this sees every notification that has a number.
 */
export async function markRead(
  { tx, announce }: Change,
  teamMemberId: string,
  which: { ids: string[] } | { upTo: bigint },
): Promise<void> {
  const { ids, upTo } = { ids: null, upTo: null, ...which }
  const marked = await tx.$executeRaw`
    WITH unread AS (
      SELECT id, row_number() OVER (ORDER BY sequence) AS step, count(*) OVER () AS steps FROM notification
      WHERE team_member_id = ${teamMemberId}::uuid AND read_at IS NULL
        AND (${ids}::uuid[] IS NULL OR id = ANY(${ids}::uuid[]))
        AND (${upTo}::bigint IS NULL OR sequence <= ${upTo}::bigint)
    ), counter AS (
      UPDATE team_member SET notification_sequence = notification_sequence + (SELECT count(*) FROM unread)
      WHERE id = ${teamMemberId}::uuid AND EXISTS (SELECT 1 FROM unread) RETURNING notification_sequence
    )
    UPDATE notification SET read_at = now(), revision = counter.notification_sequence - unread.steps + unread.step
    FROM unread, counter WHERE notification.id = unread.id`
  if (marked > 0) announce(notificationsTopic(teamMemberId))
}

/** The number on the member's bell. */
export const countUnread = (tx: Tx, teamMemberId: string): Promise<number> =>
  tx.notification.count({ where: { teamMemberId, readAt: null } })
