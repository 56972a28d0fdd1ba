// Streams a member's exports when their files become ready. It finds them by their notifications.

import type { Export } from '../../generated/prisma/client.ts'
import type { Actor } from '../../identity/actor.ts'
import { streamWhileSignedIn } from '../../identity/stream-while-signed-in.ts'
import { notificationsTopic } from '../../notifications/create-notification.ts'
import { readNewest } from '../../notifications/stream-notifications.ts'
import type { DatabaseServices } from '../../platform/services.ts'

/** Yields each of the member's exports that becomes ready from now on. Ends with the session. */
export function streamCompletedExports(
  services: DatabaseServices,
  { session }: Actor,
): AsyncGenerator<Export, void> {
  const { db } = services
  let seen = 0n
  return streamWhileSignedIn(
    services,
    session,
    [notificationsTopic(session.teamMemberId)],
    async ({ teamMemberId }) => {
      // By `sequence`, which does not change when the notification is read. One at a time, so that each export is sent in
      // its current state.
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
