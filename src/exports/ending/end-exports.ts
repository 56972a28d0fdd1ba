// Ends exports from outside their attempts: cancels, revokes or expires them. One statement changes the status and
// destroys the file's key, so that the stored file becomes unreadable immediately.
import { type AuditAction, recordEvent } from '../../audit/record-event.ts'
import { Prisma } from '../../generated/prisma/client.ts'
import type { ClientInfo } from '../../identity/actor.ts'
import type { Tx } from '../../platform/database/db.ts'
import type { Change, Topic } from '../../platform/events/events.ts'

/** Announced when an export was ended from outside its attempt. The attempt then reads the row and stops. */
export const exportTopic = (exportId: string): Topic => `export:${exportId}`

/** Announced when there may be files to remove. */
export const janitorTopic: Topic = 'exports:ended'

type Ending = {
  to: 'CANCELED' | 'REVOKED' | 'EXPIRED'
  action: AuditAction
  /** Null when the owner did not end the exports. */
  actorId: string | null
  client?: ClientInfo
}

/**
 * Ends exports, with an audit event for each. An export whose time is up becomes EXPIRED, whatever ends it.
 * @param which a condition on the row of an export. It must exclude exports that have already ended.
 * @returns their ids.
 */
export async function endExports(
  tx: Tx,
  which: Prisma.Sql,
  { to, action, actorId, client }: Ending,
): Promise<string[]> {
  const ended = await tx.$queryRaw<{ id: string; accountId: string; expired: boolean }[]>`
    UPDATE export SET
      status = CASE WHEN status = 'COMPLETED' AND expires_at <= now() THEN 'EXPIRED' ELSE ${to}::export_status END,
      storage_key = NULL, file_key = NULL
    WHERE ${which}
    RETURNING id, account_id AS "accountId", status = 'EXPIRED' AS expired`
  for (const { id, accountId, expired } of ended) {
    await recordEvent(tx, {
      action: expired ? 'export.expired' : action,
      accountId,
      actorId,
      subject: { type: 'export', id },
      ...(client && { client }),
    })
  }
  return ended.map(({ id }) => id)
}

/** Ends exports of one owner and announces it, so that attempts and downloads stop. The caller holds the owner's lock. */
export async function endOwnedExports(
  { tx, announce }: Change,
  ownerId: string,
  which: Prisma.Sql,
  ending: Ending,
): Promise<void> {
  const ids = await endExports(tx, Prisma.sql`owner_id = ${ownerId}::uuid AND (${which})`, ending)
  for (const id of ids) announce(exportTopic(id))
  if (ids.length > 0) announce(janitorTopic)
}
