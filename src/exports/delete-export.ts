// Deleting an export: its row, its key and its file. The audit table keeps what was done.
import { recordEvent } from '../audit/record-event.ts'
import { lockMemberForSensitiveData } from '../auth/lock-member.ts'
import type { ClientInfo, CurrentSession } from '../auth/session.ts'
import { NotFoundError } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'
import { noSuchExport } from './cancel-export.ts'
import { exportTopic, janitorTopic } from './end-exports.ts'

/**
 * Deletes one of the member's own exports, however it stands; one that is being made is stopped.
 * @throws NotFoundError
 */
export async function deleteExport(
  { db, events }: Pick<Services, 'db' | 'events'>,
  { teamMemberId, accountId }: CurrentSession,
  exportId: string,
  client: ClientInfo,
): Promise<void> {
  await events.transact(db, async (tx, announce) => {
    await lockMemberForSensitiveData(tx, teamMemberId)
    // What is left of it counts for the hour's quota, which deleting does not refund, and names the files to remove.
    const deleted = await tx.$executeRaw`
      WITH gone AS (
        DELETE FROM export WHERE id = ${exportId}::uuid AND owner_id = ${teamMemberId}::uuid
        RETURNING id, owner_id, requested_at, files_left
      )
      INSERT INTO deleted_export (id, owner_id, requested_at, files_left) SELECT * FROM gone`
    if (deleted === 0) throw new NotFoundError(noSuchExport)
    await recordEvent(tx, {
      action: 'export.deleted',
      accountId,
      actorId: teamMemberId,
      subject: { type: 'export', id: exportId },
      client,
    })
    announce(exportTopic(exportId))
    announce(janitorTopic)
  })
}
