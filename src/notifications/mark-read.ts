// Reading notifications. It takes numbers of the member's row as making them does, so that streams bring a reading to
// the member's other tabs, and to those that were away, as they bring what is new.
import type { Tx } from '../platform/database/db.ts'
import type { Change } from '../platform/events/events.ts'
import { notificationsTopic } from './create-notification.ts'

/** Locks the member's row, as whatever changes their notifications does: what is read then, none of it changes. */
export async function lockBell(tx: Tx, teamMemberId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM team_member WHERE id = ${teamMemberId}::uuid FOR NO KEY UPDATE`
}

/**
 * Marks the member's unread notifications among these ids, or up to this one. What was read already stays as it is: the
 * first reading counts. The caller holds the member's lock, and so sees every notification that has a number.
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
