import type { Actor } from '../identity/actor.ts'
import { NotFoundError } from '../platform/errors.ts'
import type { DatabaseServices } from '../platform/services.ts'
import { countUnread, lockBell, markRead } from './mark-read.ts'

/** The message is the same for another member's notification and for one that never existed. */
export const noSuchNotification = 'You have no notification with this id.'

/**
 * Marks the member's notifications as read, up to the newest one that they have seen. Newer ones stay unread.
 * @returns how many are unread.
 * @throws NotFoundError
 */
export async function markAllNotificationsRead(
  { db, events }: DatabaseServices,
  { session: { teamMemberId } }: Actor,
  upToId: string,
): Promise<number> {
  return events.transact(db, async (change) => {
    const { tx } = change
    await lockBell(tx, teamMemberId)
    const upTo = await tx.notification.findUnique({
      where: { id: upToId, teamMemberId },
      select: { sequence: true },
    })
    if (!upTo) throw new NotFoundError(noSuchNotification)
    await markRead(change, teamMemberId, { upTo: upTo.sequence })
    return countUnread(tx, teamMemberId)
  })
}
