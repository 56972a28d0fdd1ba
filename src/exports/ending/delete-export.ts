// Deleting an export: its row, its key and its file. The audit table keeps what was done.

import { recordEvent } from '../../audit/record-event.ts'
import type { ClientInfo } from '../../identity/actor.ts'
import { lockMemberForSensitiveData } from '../../identity/lock-member.ts'
import type { CurrentSession } from '../../identity/session.ts'
import type { Tx } from '../../platform/database/db.ts'
import { NotFoundError } from '../../platform/errors.ts'
import type { DatabaseServices } from '../../platform/services.ts'
import { type Attempt, auditForeign } from '../audit-foreign.ts'
import { noSuchExport } from './cancel-export.ts'
import { exportTopic, janitorTopic } from './end-exports.ts'

/**
 * Deletes one of the member's own exports, however it stands; one that is being made is stopped.
 * @throws NotFoundError
 */
export async function deleteExport(
  services: DatabaseServices,
  session: CurrentSession,
  exportId: string,
  client: ClientInfo,
): Promise<void> {
  const attempt = { session, client, action: 'export.deleted', exportId } as const
  await auditForeign(services, attempt, () =>
    services.events.transact(services.db, async ({ tx, announce }) => {
      await lockMemberForSensitiveData(tx, session.teamMemberId)
      if (!(await deleteRow(tx, attempt))) throw new NotFoundError(noSuchExport)
      await recordDeletion(tx, attempt)
      announce(exportTopic(exportId))
      announce(janitorTopic)
    }),
  )
}

/**
 * What is left of it counts for the hour's quota, which deleting does not refund, keeps its idempotency key from making
 * another one, and names the files to remove.
 */
async function deleteRow(tx: Tx, { exportId, session }: Attempt): Promise<boolean> {
  const deleted = await tx.$executeRaw`
    WITH gone AS (
      DELETE FROM export WHERE id = ${exportId}::uuid AND owner_id = ${session.teamMemberId}::uuid
      RETURNING id, owner_id, requested_at, files_left, idempotency_key
    )
    INSERT INTO deleted_export (id, owner_id, requested_at, files_left, idempotency_key) SELECT * FROM gone`
  return deleted === 1
}

const recordDeletion = (tx: Tx, { exportId, session, client, action }: Attempt) =>
  recordEvent(tx, {
    action,
    accountId: session.accountId,
    actorId: session.teamMemberId,
    subject: { type: 'export', id: exportId },
    client,
  })
