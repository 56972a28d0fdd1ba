// A member's exports as their files become ready: the notifications that say so, turned into their exports.
import type { CurrentSession } from '../auth/session.ts'
import { streamNotifications } from '../notifications/stream-notifications.ts'
import type { Services } from '../platform/services.ts'
import { cancellable } from '../platform/waker.ts'

/** Yields the id of each of the member's exports that becomes ready from now on. */
export function streamCompletedExports(
  services: Pick<Services, 'db' | 'events'>,
  session: CurrentSession,
): AsyncGenerator<string, void> {
  const steps = streamNotifications(services, session, null)
  return cancellable(async function* (signal) {
    signal.addEventListener('abort', () => void steps.return())
    for await (const { notificationId } of steps) {
      const notification = await services.db.notification.findFirst({
        where: {
          id: notificationId,
          teamMemberId: session.teamMemberId,
          kind: 'EXPORT_COMPLETED',
          export: { ownerId: session.teamMemberId, status: 'COMPLETED' },
        },
        select: { exportId: true },
      })
      if (notification?.exportId) yield notification.exportId
    }
  })
}
