// How exports end otherwise than by their own run: they are canceled, revoked, or expire. One statement changes the
// status and destroys the file's key, so that what is still stored is unreadable at once.
import { type AuditAction, recordEvent } from '../../audit/record-event.ts'
import { Prisma } from '../../generated/prisma/client.ts'
import type { ClientInfo } from '../../identity/actor.ts'
import type { Tx } from '../../platform/database/db.ts'
import type { Change, Topic } from '../../platform/events/events.ts'

/** Announced when an export was ended by something other than its own run. The run then reads its row, and stops. */
export const exportTopic = (exportId: string): Topic => `export:${exportId}`

/** Announced when there may be files to remove. */
export const janitorTopic: Topic = 'exports:ended'

type Ending = {
  to: 'CANCELED' | 'REVOKED' | 'EXPIRED'
  action: AuditAction
  /** Null when the owner did not end them. */
  actorId: string | null
  client?: ClientInfo
}

/**
 * Ends exports, with an audit event for each. One that has outlived its time becomes EXPIRED, whatever ends it.
 * @param which a condition on the row of an export. It leaves out those that have already ended.
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

/** Ends exports of one owner, whose lock the caller holds, and tells whoever makes or downloads one of them. */
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
