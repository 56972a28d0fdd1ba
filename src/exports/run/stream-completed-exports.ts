// A member's exports as their files become ready: the notifications that say so, turned into their exports.

import type { Export } from '../../generated/prisma/client.ts'
import type { CurrentSession } from '../../identity/session.ts'
import { streamWhileSignedIn } from '../../identity/stream-while-signed-in.ts'
import { notificationsTopic } from '../../notifications/create-notification.ts'
import { readNewest } from '../../notifications/stream-notifications.ts'
import type { DatabaseServices } from '../../platform/services.ts'

/** Yields each of the member's exports that becomes ready from now on. Ends when the session does. */
export function streamCompletedExports(
  services: DatabaseServices,
  session: CurrentSession,
): AsyncGenerator<Export, void> {
  const { db } = services
  let seen = 0n
  return streamWhileSignedIn(
    services,
    session,
    [notificationsTopic(session.teamMemberId)],
    async ({ teamMemberId }) => {
      // By its number when it was made: reading a notification makes no export ready. One at a time, so that each is
      // what it is when it is sent.
      const next = await db.notification.findFirst({
        where: {
          teamMemberId,
          sequence: { gt: seen },
          kind: 'EXPORT_COMPLETED',
          export: { ownerId: teamMemberId, status: 'COMPLETED' },
        },
        orderBy: { sequence: 'asc' },
        include: { export: true },
      })
      if (!next?.export) return { items: [], next: 'wait' }
      seen = next.sequence
      return { items: [next.export], next: 'more' }
    },
    async () => {
      seen = await readNewest(db, session.teamMemberId)
    },
  )
}
