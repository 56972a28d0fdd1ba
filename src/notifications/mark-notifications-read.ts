import type { Notification } from '../generated/prisma/client.ts'
import type { Actor } from '../identity/actor.ts'
import type { DatabaseServices } from '../platform/services.ts'
import { countUnread, lockBell, markRead } from './mark-read.ts'

/** How many notifications one call can mark. */
export const maxMarked = 100

/**
 * Marks some of the member's own notifications as read. Ignores unknown ids and ids of other members' notifications.
 * @returns the member's notifications among these ids, newest first, and how many of all their notifications are unread.
 */
export async function markNotificationsRead(
  { db, events }: DatabaseServices,
  { session: { teamMemberId } }: Actor,
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
