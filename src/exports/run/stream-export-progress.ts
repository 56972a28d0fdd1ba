// Streams the progress of one export.

import type { Export } from '../../generated/prisma/client.ts'
import type { Actor } from '../../identity/actor.ts'
import { streamWhileSignedIn } from '../../identity/stream-while-signed-in.ts'
import { notificationsTopic } from '../../notifications/create-notification.ts'
import type { Topic } from '../../platform/events/events.ts'
import type { DatabaseServices } from '../../platform/services.ts'
import { exportTopic } from '../ending/end-exports.ts'

/** Announced when an attempt writes its progress. `exportTopic` would make the attempt read its own row. */
export const exportProgressTopic = (exportId: string): Topic => `export-progress:${exportId}`

/**
 * Yields one of the member's own exports now, and again after each change, until it has ended. Changes while the consumer
 * is busy are yielded as one. Ends without an export for any other id, and when the owner deletes the export.
 */
export function streamExportProgress(
  services: DatabaseServices,
  { session }: Actor,
  exportId: string,
): AsyncGenerator<Export, void> {
  // An attempt that completes or fails an export announces only the notification.
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
