// Cuts a download off when its owner loses access, its session ends, or its export is deleted or revoked. A download that
// began in time is not cut off when the export expires.
import { refreshSession, sessionsTopic } from '../../identity/session.ts'
import { type Watch, watch } from '../../platform/events/watch.ts'
import type { DatabaseServices } from '../../platform/services.ts'
import { exportTopic } from '../ending/end-exports.ts'
import type { DownloadRequest } from './download-request.ts'

/** If a hint is lost, a download ends this late. */
const lookEveryMs = 5_000

class AccessLostError extends Error {
  override name = 'AccessLostError'
}

/** Watches an admitted download. */
export function watchDownload(
  { db, events, log }: DatabaseServices,
  { exportId, actor: { session } }: DownloadRequest,
): Watch {
  const topics = [exportTopic(exportId), sessionsTopic(session.teamMemberId)]
  return watch({ events, log }, { topics, everyMs: lookEveryMs, reason: new AccessLostError() }, async () => {
    const live = await refreshSession(db, session.id)
    if (!live?.sensitiveDataAccess) return false
    const found = await db.export.findUnique({
      where: { id: exportId, ownerId: session.teamMemberId },
      select: { status: true },
    })
    return found?.status === 'COMPLETED' || found?.status === 'EXPIRED'
  })
}
