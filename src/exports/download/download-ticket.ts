// Tickets: links that download one export once, for clients that cannot send their session (a phone's download
// manager, a link in a web view). A ticket opens nothing that its session could not open at that moment: it ends with
// the session, with its owner's access and with the export.
import type { ClientInfo } from '../../identity/actor.ts'
import { refreshSession } from '../../identity/session.ts'
import type { Db, Tx } from '../../platform/database/db.ts'
import { hashToken } from '../../platform/encryption/crypto.ts'
import { type DownloadRequest, recordDenial } from './download-request.ts'

export const ticketMinutes = 5

/** Where a ticket's token is used. */
export const ticketPath = (token: string): string => `/downloads/${token}`

type FoundTicket = {
  exportId: string
  sessionId: string
  teamMemberId: string
  accountId: string
  usable: boolean
}

/** What a ticket asks for, or null for one that was used, is too old or never was. Uses nothing up. */
export async function findTicket(db: Db, token: string, client: ClientInfo): Promise<DownloadRequest | null> {
  const ticket = hashToken(token)
  const [found] = await db.$queryRaw<FoundTicket[]>`
    SELECT t.export_id AS "exportId", t.session_id AS "sessionId", m.id AS "teamMemberId", m.account_id AS "accountId",
           t.used_at IS NULL AND t.expires_at > now() AS usable
    FROM download_ticket t JOIN session s ON s.id = t.session_id JOIN team_member m ON m.id = s.team_member_id
    WHERE t.token_hash = ${ticket}`
  if (!found) return null
  const session = found.usable ? await refreshSession(db, found.sessionId) : null
  if (session) return { exportId: found.exportId, session, client, ticket }
  // One that comes a second time may have been read by somebody on its way.
  const { exportId, sessionId, teamMemberId, accountId } = found
  await recordDenial(db, { exportId, session: { id: sessionId, teamMemberId, accountId }, client, ticket })
  return null
}

/** Uses a ticket up. Of any number of simultaneous uses, one gets true. */
export async function consumeTicket(tx: Tx, ticket: Buffer, exportId: string): Promise<boolean> {
  const used = await tx.$executeRaw`
    UPDATE download_ticket SET used_at = now()
    WHERE token_hash = ${ticket} AND export_id = ${exportId}::uuid AND used_at IS NULL AND expires_at > now()`
  return used === 1
}
