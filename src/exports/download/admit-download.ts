// The moment at which the first byte may leave: access is looked at once more, under the locks of whatever takes it
// away, and the download is counted and noted in the same transaction.
import { lockMemberForSensitiveData } from '../../identity/lock-member.ts'
import { refreshSession } from '../../identity/session.ts'
import type { Db, Tx } from '../../platform/database/db.ts'
import type { Part } from '../../platform/http/http-range.ts'
import { type DownloadRequest, recordDownload } from './download-request.ts'
import { consumeTicket } from './download-ticket.ts'

/** Returns false, and changes nothing, when access was lost or the ticket used since the file was found. */
export async function admitDownload(
  db: Db,
  request: DownloadRequest,
  part: Part,
  size: number,
): Promise<boolean> {
  const { session, exportId, ticket } = request
  return db.$transaction(async (tx) => {
    const allowed = await lockMemberForSensitiveData(tx, session.teamMemberId)
    if (!allowed || !(await lockExport(tx, request))) return false
    if (!(await refreshSession(tx, session.id))) return false
    if (ticket && !(await consumeTicket(tx, ticket, exportId))) return false
    await count(tx, exportId, part)
    await recordDownload(tx, request, part, size)
    return true
  })
}

async function lockExport(tx: Tx, { exportId, session }: DownloadRequest): Promise<boolean> {
  const locked = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM export
    WHERE id = ${exportId}::uuid AND owner_id = ${session.teamMemberId}::uuid
      AND status = 'COMPLETED' AND expires_at > now()
    FOR NO KEY UPDATE`
  return locked.length === 1
}

/** What goes on in the middle of the file continues a download that was counted when it began. */
const count = (tx: Tx, exportId: string, { start }: Part) => tx.$executeRaw`
  UPDATE export SET download_count = download_count + ${start === 0 ? 1 : 0}, last_downloaded_at = now()
  WHERE id = ${exportId}::uuid`
