// Someone who asks for the file of an export, and what the audit table says of it.
import { recordEvent } from '../../audit/record-event.ts'
import type { Actor, ClientInfo } from '../../identity/actor.ts'
import { sqlMayHaveSensitiveData } from '../../identity/sensitive-data.ts'
import type { CurrentSession } from '../../identity/session.ts'
import type { Db, Tx } from '../../platform/database/db.ts'
import type { Part } from '../../platform/http/http-range.ts'
import { countTry, type RateLimit } from '../../platform/limits/rate-limit.ts'

export type DownloadRequest = {
  exportId: string
  /** The session that was sent, or the one in which the ticket was made. With a ticket, the client may be another's. */
  actor: Actor
  /** The hash of the ticket that was sent instead of a session. */
  ticket: Buffer | null
}

/** Ten in a minute, then none for ten minutes: whoever keeps trying is seen, and cannot fill the table. */
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

/** A download that is denied. The session of a dead ticket is known by its ids alone. */
type DeniedDownload = Omit<DownloadRequest, 'actor'> & {
  actor: { session: Pick<CurrentSession, 'teamMemberId' | 'accountId'>; client: ClientInfo }
}

/**
 * Records that a download was denied. Not for members who ask for their own export with their session: its file is only
 * not ready yet, or gone. An export of someone else and one that never existed take the same statements, so neither the
 * time of the answer nor the table tells them apart.
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
