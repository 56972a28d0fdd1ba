// A download under way goes on for as long as it would be allowed: not beyond its owner's access, its session, or an
// export that was deleted or revoked. One that began in time is not cut off by the file's end after 72 hours.
import { refreshSession, sessionsTopic } from '../../identity/session.ts'
import { type Watch, watch } from '../../platform/events/watch.ts'
import type { DatabaseServices } from '../../platform/services.ts'
import { exportTopic } from '../ending/end-exports.ts'
import type { DownloadRequest } from './download-request.ts'

/** How late a download ends when no hint of it came through. */
const lookEveryMs = 5_000

class AccessLostError extends Error {
  override name = 'AccessLostError'
}

/** @param request of a download that has been admitted. */
export function watchDownload(
  { db, events, log }: DatabaseServices,
  { exportId, session }: DownloadRequest,
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
