// Why an attempt failed. The owner reads what to do, and nothing about the inside; the log has the error itself.
import type { ExportFault } from '../../generated/prisma/enums.ts'
import { isDatabaseAway } from '../../platform/database/database-away.ts'
import { DecryptionError } from '../../platform/encryption/field-encryption.ts'
import type { DatabaseServices } from '../../platform/services.ts'
import { StorageError } from '../../platform/storage/storage-error.ts'

const tellOperator = 'tell the people who run this portal'

/** For the owner, when no attempt is left. */
const messages: Record<ExportFault, string> = {
  STORAGE_FULL: `The file could not be made: the storage is full. Please ${tellOperator}. It may be enough to delete exports that you no longer need, or to filter for fewer rows.`,
  STORAGE_UNAVAILABLE: `The file could not be made: the storage did not accept it, after several attempts. Request the export again later. If it fails again, ${tellOperator}.`,
  VALUE_UNREADABLE: `The file could not be made: a stored value could not be decrypted, and without it the file would be wrong. Please ${tellOperator}: a key may be missing from DECRYPTION_KEYS. Request the export again once that is solved.`,
  DATABASE_LOST: `The file could not be made: the database did not answer, after several attempts. Nothing was lost. Request the export again later. If it fails again, ${tellOperator}.`,
  UNKNOWN: `The file could not be made, after several attempts. Nothing was lost: request the export again. If it fails again, ${tellOperator}.`,
}

const cutOff = `Every attempt to make the file was cut off. Nothing was lost: request the export again. If it is cut off again, the file may be too large: filter for fewer rows, and ${tellOperator}.`

/** For the owner of an export whose job was lost for a day. */
export const forgottenMessage =
  'The file was not made within a day: its job was lost. Request the export again if you still need it.'

/** @param fault of the newest attempt. Null when it ended with its process, or could not store its fault. */
export const describeFault = (fault: ExportFault | null): string => (fault ? messages[fault] : cutOff)

/** The kind of a failure. */
function findFault(error: unknown): ExportFault {
  if (error instanceof StorageError) return error.isFull ? 'STORAGE_FULL' : 'STORAGE_UNAVAILABLE'
  if (error instanceof DecryptionError) return 'VALUE_UNREADABLE'
  // Besides the database only the storage has a network, and its errors are StorageErrors.
  return isDatabaseAway(error) ? 'DATABASE_LOST' : 'UNKNOWN'
}

/**
 * Logs why an attempt failed, and stores the kind of its fault for failExport. Stores nothing if it was overtaken, or if the
 * database does not answer: the attempt then counts as cut off.
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
