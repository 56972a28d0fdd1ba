// Why an attempt failed. The owner's message says what to do, without internals. The log has the error itself.
import type { ExportFault } from '../../generated/prisma/enums.ts'
import { isDatabaseAway } from '../../platform/database/database-away.ts'
import { DecryptionError } from '../../platform/encryption/field-encryption.ts'
import type { DatabaseServices } from '../../platform/services.ts'
import { StorageError } from '../../platform/storage/storage-error.ts'

const tellOperator = 'tell the people who run this portal'

/** The messages for the owner, when no attempt is left. */
const messages: Record<ExportFault, string> = {
  STORAGE_FULL: `The file could not be made: the storage is full. Please ${tellOperator}. It may be enough to delete exports that you no longer need, or to filter for fewer rows.`,
  STORAGE_UNAVAILABLE: `The file could not be made: the storage did not accept it, after several attempts. Request the export again later. If it fails again, ${tellOperator}.`,
  VALUE_UNREADABLE: `The file could not be made: a stored value could not be decrypted, and without it the file would be wrong. Please ${tellOperator}: an encryption key may be missing. Request the export again once that is solved.`,
  DATABASE_LOST: `The file could not be made: the database did not answer, after several attempts. Nothing was lost. Request the export again later. If it fails again, ${tellOperator}.`,
  UNKNOWN: `The file could not be made, after several attempts. Nothing was lost: request the export again. If it fails again, ${tellOperator}.`,
}

const cutOff = `Every attempt to make the file was cut off. Nothing was lost: request the export again. If it is cut off again, the file may be too large: filter for fewer rows, and ${tellOperator}.`

/** The message for the owner of an export whose job was lost for a day. */
export const forgottenMessage =
  'The file was not made within a day: its job was lost. Request the export again if you still need it.'

/** @param fault that of the newest attempt. Null when its process died, or it could not store its fault. */
export const describeFault = (fault: ExportFault | null): string => (fault ? messages[fault] : cutOff)

/** The kind of a failure. */
function findFault(error: unknown): ExportFault {
  if (error instanceof StorageError) return error.isFull ? 'STORAGE_FULL' : 'STORAGE_UNAVAILABLE'
  if (error instanceof DecryptionError) return 'VALUE_UNREADABLE'
  // Only the database and the storage use the network, and the storage throws StorageErrors.
  return isDatabaseAway(error) ? 'DATABASE_LOST' : 'UNKNOWN'
}

/**
 * Logs why an attempt failed, and stores its fault for failExport. Stores nothing if the attempt was overtaken. If the
 * database does not answer, the attempt counts as cut off.
 */
export async function noteFault(
  { db, log }: DatabaseServices,
  { exportId, attempt }: { exportId: string; attempt: number },
  error: unknown,
): Promise<void> {
  const fault = findFault(error)
  log.error({ err: error, exportId, attempt, fault }, 'export: an attempt failed')
  await db.$executeRaw`
    UPDATE export SET last_fault = ${fault}::export_fault
    WHERE id = ${exportId}::uuid AND attempt = ${attempt} AND status = 'PROCESSING'`.catch((err) =>
    log.error({ err, exportId, attempt }, 'export: the fault of an attempt could not be stored'),
  )
}
