// Deletes an export: its row, its key and its file. Its audit events stay.
import { recordEvent } from '../../audit/record-event.ts'
import type { Actor } from '../../identity/actor.ts'
import { lockMemberForSensitiveData } from '../../identity/lock-member.ts'
import type { Tx } from '../../platform/database/db.ts'
import { NotFoundError } from '../../platform/errors.ts'
import type { DatabaseServices } from '../../platform/services.ts'
import { auditForeignExport, noSuchExport } from './audit-foreign-export.ts'
import { exportTopic, janitorTopic } from './end-exports.ts'

const action = 'export.deleted'

/**
 * Deletes one of the member's own exports, in any status. Stops it if it is running.
 * @throws NotFoundError
 */
export const deleteExport = (services: DatabaseServices, actor: Actor, exportId: string): Promise<void> =>
  auditForeignExport(services, actor, { action, exportId }, () =>
    services.events.transact(services.db, async ({ tx, announce }) => {
      await lockMemberForSensitiveData(tx, actor.session.teamMemberId)
      if (!(await deleteRow(tx, actor, exportId))) throw new NotFoundError(noSuchExport)
      await recordDeletion(tx, actor, exportId)
      announce(exportTopic(exportId))
      announce(janitorTopic)
    }),
  )

/**
 * The row in `deleted_export` still counts towards the hourly quota, which a deletion does not refund. It keeps the
 * idempotency key from making the export again, and names the files to remove.
 */
async function deleteRow(tx: Tx, { session }: Actor, exportId: string): Promise<boolean> {
  const deleted = await tx.$executeRaw`
    WITH gone AS (
      DELETE FROM export WHERE id = ${exportId}::uuid AND owner_id = ${session.teamMemberId}::uuid
      RETURNING id, owner_id, requested_at, files_left, idempotency_key
    )
    INSERT INTO deleted_export (id, owner_id, requested_at, files_left, idempotency_key) SELECT * FROM gone`
  return deleted === 1
}

const recordDeletion = (tx: Tx, { session, client }: Actor, exportId: string): Promise<void> =>
  recordEvent(tx, {
    action,
    accountId: session.accountId,
    actorId: session.teamMemberId,
    subject: { type: 'export', id: exportId },
    client,
  })
