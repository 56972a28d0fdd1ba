// Tickets: links that download one export once, for clients that cannot send their session (a phone's download manager,
// a link in a web view). A ticket allows only what its session allows at the time of the download: it ends with the
// session, with the owner's access and with the export.
import type { ClientInfo } from '../../identity/actor.ts'
import { refreshSession } from '../../identity/session.ts'
import type { Db, Tx } from '../../platform/database/db.ts'
import { hashToken } from '../../platform/encryption/crypto.ts'
import { type DownloadRequest, recordDownloadDenial } from './download-request.ts'

export const ticketMinutes = 5

/** The path of a ticket's link. */
export const ticketPath = (token: string): string => `/downloads/${token}`

/** `dead`: it was used, has expired, or its session has ended. */
type TicketLookup = { outcome: 'live'; request: DownloadRequest } | { outcome: 'dead' | 'unknown' }

type TicketRow = {
  exportId: string
  sessionId: string
  teamMemberId: string
  accountId: string
  usable: boolean
}

/** Finds the download of a ticket. Does not use the ticket up. */
export async function findTicket(db: Db, token: string, client: ClientInfo): Promise<TicketLookup> {
  const ticket = hashToken(token)
  const [found] = await db.$queryRaw<TicketRow[]>`
    SELECT t.export_id AS "exportId", t.session_id AS "sessionId", m.id AS "teamMemberId", m.account_id AS "accountId",
           t.used_at IS NULL AND t.expires_at > now() AS usable
    FROM download_ticket t JOIN session s ON s.id = t.session_id JOIN team_member m ON m.id = s.team_member_id
    WHERE t.token_hash = ${ticket}`
  if (!found) return { outcome: 'unknown' }
  const { exportId, sessionId } = found
  const session = found.usable ? await refreshSession(db, sessionId) : null
  if (session) return { outcome: 'live', request: { exportId, actor: { session, client }, ticket } }
  // Records a second use: someone else may have read the link.
  await recordDownloadDenial(db, { exportId, actor: { session: found, client }, ticket })
  return { outcome: 'dead' }
}

/** Uses a ticket up. Of parallel uses, one gets true. */
export async function consumeTicket(tx: Tx, ticket: Buffer, exportId: string): Promise<boolean> {
  const used = await tx.$executeRaw`
    UPDATE download_ticket SET used_at = now()
    WHERE token_hash = ${ticket} AND export_id = ${exportId}::uuid AND used_at IS NULL AND expires_at > now()`
  return used === 1
}
