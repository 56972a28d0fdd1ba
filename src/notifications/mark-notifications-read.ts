import type { Notification } from '../generated/prisma/client.ts'
import type { CurrentSession } from '../identity/session.ts'
import type { DatabaseServices } from '../platform/services.ts'
import { countUnread, lockBell, markRead } from './mark-read.ts'

/** How many notifications are marked at once. */
export const maxMarked = 100

/**
 * Marks some of the member's own notifications as read. Another's id is passed over like one that never was.
 * @returns those of the ids that are the member's, newest first, and how many stay unread.
 */
export async function markNotificationsRead(
  { db, events }: DatabaseServices,
  { teamMemberId }: CurrentSession,
  ids: string[],
): Promise<{ notifications: Notification[]; unreadCount: number }> {
  return events.transact(db, async (change) => {
    const { tx } = change
    await lockBell(tx, teamMemberId)
    await markRead(change, teamMemberId, { ids })
    const notifications = await tx.notification.findMany({
      where: { id: { in: ids }, teamMemberId },
      orderBy: { sequence: 'desc' },
    })
    return { notifications, unreadCount: await countUnread(tx, teamMemberId) }
  })
}
