// Completes an export: the row, the audit event and the notification, in one transaction.
import { recordEvent } from '../../audit/record-event.ts'
import { lockMemberForSensitiveData } from '../../identity/lock-member.ts'
import { createNotification } from '../../notifications/create-notification.ts'
import { holdKey } from '../../platform/encryption/field-encryption.ts'
import type { ExportServices } from '../../platform/services.ts'
import { countRowsInWords } from '../describe.ts'
import { revokeExports } from '../ending/revoke-exports.ts'
import { exportKinds } from '../kinds/registry.ts'
import { fileKeyPlace } from '../stored-file.ts'
import type { ClaimedExport } from './claim-export.ts'

/** The file that an attempt wrote. The counts and the checksum are of the plain file. */
export type WrittenFile = {
  storageKey: string
  fileKey: Buffer
  /** Whether the file was compressed before it was encrypted. */
  compressed: boolean
  rowCount: number
  byteSize: number
  sha256: string
}

/** How long a file is kept. */
const keptHours = 72

/** `overtaken`: a newer attempt has begun, or the export has ended. `revoked`: its owner lost access. */
type Publication = 'published' | 'overtaken' | 'revoked'

/** Marks an export COMPLETED and notifies its owner. Revokes it if its owner lost access meanwhile. */
export async function publishExport(
  { db, events, cipher }: ExportServices,
  task: Omit<ClaimedExport, 'filter'>,
  file: WrittenFile,
): Promise<Publication> {
  return events.transact(db, async (change) => {
    const { tx } = change
    if (!(await lockMemberForSensitiveData(tx, task.ownerId))) {
      await revokeExports(change, task.ownerId)
      return 'revoked'
    }
    const seal = await holdKey(tx, cipher)
    const wrappedKey = seal(file.fileKey, fileKeyPlace(task.id))
    const published = await tx.$executeRaw`
      UPDATE export SET status = 'COMPLETED', completed_at = now(),
        expires_at = now() + ${keptHours} * interval '1 hour',
        rows_done = ${file.rowCount}, rows_total = ${file.rowCount}, row_count = ${file.rowCount},
        byte_size = ${file.byteSize}, sha256 = ${file.sha256},
        storage_key = ${file.storageKey}, file_key = ${wrappedKey}, file_compressed = ${file.compressed}
      WHERE id = ${task.id}::uuid AND owner_id = ${task.ownerId}::uuid
        AND attempt = ${task.attempt} AND status = 'PROCESSING'`
    if (published === 0) return 'overtaken'
    await recordEvent(tx, {
      action: 'export.completed',
      accountId: task.accountId,
      actorId: null,
      subject: { type: 'export', id: task.id },
      details: { rowCount: file.rowCount, sha256: file.sha256 },
    })
    await createNotification(change, {
      teamMemberId: task.ownerId,
      kind: 'EXPORT_COMPLETED',
      title: `${exportKinds[task.kind].title} export is ready`,
      body: `${countRowsInWords(task.kind, file.rowCount)}. The file can be downloaded for ${keptHours} hours.`,
      exportId: task.id,
    })
    return 'published'
  })
}
