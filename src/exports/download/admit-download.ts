// Admits a download, just before its first byte is sent. Checks access once more, under the locks that everything takes
// which ends access. The same transaction counts the download and records it.
import { lockMemberForSensitiveData } from '../../identity/lock-member.ts'
import { refreshSession } from '../../identity/session.ts'
import type { Db, Tx } from '../../platform/database/db.ts'
import type { Part } from '../../platform/http/http-range.ts'
import { type DownloadRequest, recordDownload } from './download-request.ts'
import { consumeTicket } from './download-ticket.ts'

/** What may have happened after the file was found. */
export type DownloadRefusal = 'access-lost' | 'export-ended' | 'session-ended' | 'ticket-used'

/** Counts and records the download. When it is refused, nothing changes. */
export async function admitDownload(
  db: Db,
  request: DownloadRequest,
  part: Part,
  size: number,
): Promise<'admitted' | DownloadRefusal> {
  const { actor, exportId, ticket } = request
  const { session } = actor
  return db.$transaction(async (tx) => {
    if (!(await lockMemberForSensitiveData(tx, session.teamMemberId))) return 'access-lost'
    if (!(await lockExport(tx, request))) return 'export-ended'
    if (!(await refreshSession(tx, session.id))) return 'session-ended'
    if (ticket && !(await consumeTicket(tx, ticket, exportId))) return 'ticket-used'
    await count(tx, exportId, part)
    await recordDownload(tx, request, part, size)
    return 'admitted'
  })
}

async function lockExport(tx: Tx, { exportId, actor }: DownloadRequest): Promise<boolean> {
  const locked = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM export
    WHERE id = ${exportId}::uuid AND owner_id = ${actor.session.teamMemberId}::uuid
      AND status = 'COMPLETED' AND expires_at > now()
    FOR NO KEY UPDATE`
  return locked.length === 1
}

/** A part from the middle of the file continues a download that was counted when it began. */
const count = (tx: Tx, exportId: string, { start }: Part) => tx.$executeRaw`
  UPDATE export SET download_count = download_count + ${start === 0 ? 1 : 0}, last_downloaded_at = now()
  WHERE id = ${exportId}::uuid`
