// One export on its way to its end.

import type { Export } from '../../generated/prisma/client.ts'
import type { CurrentSession } from '../../identity/session.ts'
import { streamWhileSignedIn } from '../../identity/stream-while-signed-in.ts'
import { notificationsTopic } from '../../notifications/create-notification.ts'
import type { Topic } from '../../platform/events/events.ts'
import type { DatabaseServices } from '../../platform/services.ts'
import { exportTopic } from '../ending/end-exports.ts'

/** Announced when a run has written its progress: not `exportTopic`, at which the run would look at its row again. */
export const exportProgressTopic = (exportId: string): Topic => `export-progress:${exportId}`

/**
 * Yields one of the member's own exports as it stands, and again when it has changed, until it has ended. What changes
 * while the consumer is busy is one change. Another's export ends at once like one that never was, and like one that
 * its owner deletes.
 */
export function streamExportProgress(
  services: DatabaseServices,
  session: CurrentSession,
  exportId: string,
): AsyncGenerator<Export, void> {
  // Its end by its own run is in the bell.
  const topics = [
    exportProgressTopic(exportId),
    exportTopic(exportId),
    notificationsTopic(session.teamMemberId),
  ]
  let sent = ''
  return streamWhileSignedIn(services, session, topics, async ({ teamMemberId }) => {
    const row = await services.db.export.findUnique({ where: { id: exportId, ownerId: teamMemberId } })
    if (!row) return { items: [], next: 'end' }
    const { status, attempt, rowsDone, rowsTotal } = row
    const state = [status, attempt, rowsDone, rowsTotal].join()
    const items = state === sent ? [] : [row]
    sent = state
    return { items, next: status === 'PROCESSING' ? 'wait' : 'end' }
  })
}
