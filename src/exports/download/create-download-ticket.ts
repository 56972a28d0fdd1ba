// Creates download tickets (download-ticket.ts).
import { recordEvent } from '../../audit/record-event.ts'
import type { Actor } from '../../identity/actor.ts'
import { SensitiveDataAccessRequiredError } from '../../identity/errors.ts'
import { lockMemberForSensitiveData } from '../../identity/lock-member.ts'
import type { Tx } from '../../platform/database/db.ts'
import { createUuid } from '../../platform/database/uuid.ts'
import { createToken, hashToken } from '../../platform/encryption/crypto.ts'
import { ExpectedError, NotFoundError } from '../../platform/errors.ts'
import { countOrRefuse } from '../../platform/limits/count-or-refuse.ts'
import type { RateLimit } from '../../platform/limits/rate-limit.ts'
import type { LinkServices } from '../../platform/services.ts'
import { recordDownloadDenial } from './download-request.ts'
import { ticketMinutes, ticketPath } from './download-ticket.ts'

export type DownloadTicket = { url: string; expiresAt: Date }

/** The message is the same for another member's export and for one that never existed. */
export const noSuchFile = 'You have no export with this id that can be downloaded.'

export const ticketLimit: RateLimit = {
  name: 'download-tickets',
  limit: 60,
  windowSeconds: 60 * 60,
  blockSeconds: 60 * 60,
}

/**
 * Creates a link that downloads the export once.
 * @throws RateLimitedError, SensitiveDataAccessRequiredError, NotFoundError
 */
export async function createDownloadTicket(
  { db, publicUrl }: LinkServices,
  actor: Actor,
  exportId: string,
): Promise<DownloadTicket> {
  const { teamMemberId } = actor.session
  await countOrRefuse(db, ticketLimit, teamMemberId, 'You have requested too many download links.')
  const token = createToken()
  try {
    const expiresAt = await db.$transaction(async (tx) => {
      const allowed = await lockMemberForSensitiveData(tx, teamMemberId)
      if (!allowed) throw new SensitiveDataAccessRequiredError()
      const stored = await storeTicket(tx, actor, exportId, token)
      if (!stored) throw new NotFoundError(noSuchFile)
      await recordTicket(tx, actor, exportId)
      return stored.expiresAt
    })
    return { url: `${publicUrl}${ticketPath(token)}`, expiresAt }
  } catch (error) {
    if (error instanceof ExpectedError) await recordDownloadDenial(db, { exportId, actor, ticket: null })
    throw error
  }
}

/** Locks the export and the session, so that neither ends before the commit. */
async function storeTicket(
  tx: Tx,
  { session }: Actor,
  exportId: string,
  token: string,
): Promise<{ expiresAt: Date } | undefined> {
  const [stored] = await tx.$queryRaw<{ expiresAt: Date }[]>`
    WITH own AS (
      SELECT e.id AS export_id, s.id AS session_id, least(e.expires_at, s.expires_at) AS ends_at
      FROM export e JOIN session s ON s.team_member_id = e.owner_id
      WHERE e.id = ${exportId}::uuid AND e.owner_id = ${session.teamMemberId}::uuid
        AND e.status = 'COMPLETED' AND e.expires_at > now()
        AND s.id = ${session.id}::uuid AND s.expires_at > now()
      FOR SHARE OF e FOR KEY SHARE OF s
    )
    INSERT INTO download_ticket (id, export_id, session_id, token_hash, expires_at)
    SELECT ${createUuid()}::uuid, export_id, session_id, ${hashToken(token)},
           least(now() + ${ticketMinutes} * interval '1 minute', ends_at)
    FROM own
    RETURNING expires_at AS "expiresAt"`
  return stored
}

const recordTicket = (tx: Tx, { session, client }: Actor, exportId: string): Promise<void> =>
  recordEvent(tx, {
    action: 'export.ticket_created',
    accountId: session.accountId,
    actorId: session.teamMemberId,
    subject: { type: 'export', id: exportId },
    client,
    details: { sessionId: session.id },
  })
