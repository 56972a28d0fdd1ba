// Ending exports: canceled, deleted, revoked. Their keys go in the statement that ends them, so that what is still
// stored is unreadable at once; a worker that makes one of them is told, and the janitor removes the files.

import { type AuditAction, recordEvent } from '../../audit/record-event.ts'
import type { ExportStatus } from '../../generated/prisma/enums.ts'
import type { ClientInfo } from '../../identity/actor.ts'
import type { Change, Topic } from '../../platform/events/events.ts'

/** Announced when an export has ended in another way than by its own run: the run looks, and stops. */
export const exportTopic = (exportId: string): Topic => `export:${exportId}`

/** Announced when there may be files to remove. */
export const janitorTopic: Topic = 'exports:ended'

type Ending = {
  ownerId: string
  /** Null: all of the owner's. */
  exportId: string | null
  from: ExportStatus[]
  to: ExportStatus
  action: AuditAction
  /** Null when it is not the owner's own doing. */
  actorId: string | null
  client?: ClientInfo
}

/** Ends those that stand as `from` says. The caller holds the owner's lock. Returns their ids. */
export async function endExports(
  { tx, announce }: Change,
  { ownerId, exportId, from, to, action, actorId, client }: Ending,
): Promise<string[]> {
  // What has outlived its time, unnoticed so far, has expired and nothing else.
  const ended = await tx.$queryRaw<{ id: string; accountId: string; expired: boolean }[]>`
    UPDATE export SET
      status = CASE WHEN status = 'COMPLETED' AND expires_at <= now() THEN 'EXPIRED' ELSE ${to}::export_status END,
      storage_key = NULL, file_key = NULL
    WHERE owner_id = ${ownerId}::uuid AND status = ANY(${from}::export_status[])
      AND (${exportId}::uuid IS NULL OR id = ${exportId}::uuid)
    RETURNING id, account_id AS "accountId", status = 'EXPIRED' AS expired`
  for (const { id, accountId, expired } of ended) {
    await recordEvent(tx, {
      action: expired ? 'export.expired' : action,
      accountId,
      actorId,
      subject: { type: 'export', id },
      ...(client && { client }),
    })
    announce(exportTopic(id))
  }
  if (ended.length > 0) announce(janitorTopic)
  return ended.map(({ id }) => id)
}
