// A request for the file of an export, and its audit events.
import { recordEvent } from '../../audit/record-event.ts'
import type { Actor, ClientInfo } from '../../identity/actor.ts'
import { sqlMayHaveSensitiveData } from '../../identity/sensitive-data.ts'
import type { CurrentSession } from '../../identity/session.ts'
import type { Db, Tx } from '../../platform/database/db.ts'
import type { Part } from '../../platform/http/http-range.ts'
import { countTry, type RateLimit } from '../../platform/limits/rate-limit.ts'

export type DownloadRequest = {
  exportId: string
  /** The session of the request, or the session that made the ticket. With a ticket, the client may be someone else's. */
  actor: Actor
  /** The hash of the ticket. Null for a request with a session. */
  ticket: Buffer | null
}

/** How many denials are audited: enough to show an attack, and too few to fill the table. */
const denialLimit: RateLimit = {
  name: 'download-denials',
  limit: 10,
  windowSeconds: 60,
  blockSeconds: 10 * 60,
}

/** Records a download, in the transaction that counts it. */
export const recordDownload = (tx: Tx, request: DownloadRequest, part: Part, size: number): Promise<void> =>
  recordEvent(tx, {
    action: 'export.downloaded',
    accountId: request.actor.session.accountId,
    actorId: request.actor.session.teamMemberId,
    subject: { type: 'export', id: request.exportId },
    client: request.actor.client,
    details: {
      how: howOf(request),
      sessionId: request.actor.session.id,
      range: part.start === 0 && part.end === size ? null : `bytes ${part.start}-${part.end - 1}/${size}`,
    },
  })

/** A denied download. Of the session of a dead ticket, only the ids are known. */
type DeniedDownload = Omit<DownloadRequest, 'actor'> & {
  actor: { session: Pick<CurrentSession, 'teamMemberId' | 'accountId'>; client: ClientInfo }
}

/**
 * Records a denied download. Records nothing for members who request their own export with their session: its file is
 * only not ready, or deleted. Runs the same statements for someone else's export and for one that never existed, so
 * neither the time of the answer nor the table tells them apart.
 */
export async function recordDownloadDenial(
  db: Db,
  { exportId, actor: { session, client }, ticket }: DeniedDownload,
): Promise<void> {
  const [own] = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM export e JOIN team_member m ON m.id = e.owner_id
    WHERE e.id = ${exportId}::uuid AND e.owner_id = ${session.teamMemberId}::uuid
      AND ${sqlMayHaveSensitiveData}`
  if (own && !ticket) return
  await db.$transaction(async (tx) => {
    if ((await countTry(tx, denialLimit, session.teamMemberId)) !== null) return
    await recordEvent(tx, {
      action: 'export.download_denied',
      accountId: session.accountId,
      // A ticket proves that someone has it, not who they are.
      actorId: ticket ? null : session.teamMemberId,
      subject: { type: 'export', id: exportId },
      client,
      details: { how: howOf({ ticket }) },
    })
  })
}

const howOf = ({ ticket }: Pick<DownloadRequest, 'ticket'>) => (ticket ? 'ticket' : 'session')
