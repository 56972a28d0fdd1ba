// Who asks for the file of an export, and what the audit table says of it.

import { recordEvent } from '../../audit/record-event.ts'
import type { ClientInfo } from '../../identity/actor.ts'
import type { CurrentSession } from '../../identity/session.ts'
import type { Db, Tx } from '../../platform/database/db.ts'
import type { Part } from '../../platform/http/http-range.ts'
import { countTry, type RateLimit } from '../../platform/limits/rate-limit.ts'

export type DownloadRequest = {
  exportId: string
  /** Whose request it is: the session that was sent, or the one that the ticket was made in. */
  session: Pick<CurrentSession, 'id' | 'teamMemberId' | 'accountId'>
  /** Who asks: with a ticket, not necessarily the client that the session is of. */
  client: ClientInfo
  /** The hash of the ticket that was sent in place of the session. */
  ticket: Buffer | null
}

/** Ten in a minute, then none for ten: whoever keeps trying is seen, and cannot fill the table. */
const denialLimit: RateLimit = {
  name: 'download-denials',
  limit: 10,
  windowSeconds: 60,
  blockSeconds: 10 * 60,
}

/** Notes a download, in the transaction that counts it. */
export const recordDownload = (tx: Tx, request: DownloadRequest, part: Part, size: number): Promise<void> =>
  recordEvent(tx, {
    action: 'export.downloaded',
    accountId: request.session.accountId,
    actorId: request.session.teamMemberId,
    subject: { type: 'export', id: request.exportId },
    client: request.client,
    details: {
      how: howOf(request),
      sessionId: request.session.id,
      range: part.start === 0 && part.end === size ? null : `bytes ${part.start}-${part.end - 1}/${size}`,
    },
  })

/**
 * Notes that a member was refused an export; not where it is their own, and merely not there yet or any more. What
 * never was is noted like what is another's: by the same statements, so that neither the answer's time nor the table
 * tells them apart.
 */
export async function recordDenial(db: Db, request: DownloadRequest): Promise<void> {
  const { exportId, session, client } = request
  const [own] = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM export e JOIN team_member m ON m.id = e.owner_id
    WHERE e.id = ${exportId}::uuid AND e.owner_id = ${session.teamMemberId}::uuid
      AND m.status = 'ACTIVE' AND m.sensitive_data_access`
  if (own && !request.ticket) return
  await db.$transaction(async (tx) => {
    if ((await countTry(tx, denialLimit, session.teamMemberId)) !== null) return
    await recordEvent(tx, {
      action: 'export.download_denied',
      accountId: session.accountId,
      // A ticket proves that somebody has it, not who they are.
      actorId: request.ticket ? null : session.teamMemberId,
      subject: { type: 'export', id: exportId },
      client,
      details: { how: howOf(request) },
    })
  })
}

const howOf = ({ ticket }: DownloadRequest) => (ticket ? 'ticket' : 'session')
