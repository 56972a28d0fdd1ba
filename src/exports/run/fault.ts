// What keeps an export from being made: told apart for its owner, who learns what to do and nothing of the inside, and
// written to the log, with the reason as it is, for those who run the portal.
import type { ExportFault } from '../../generated/prisma/enums.ts'
import { isDatabaseAway } from '../../platform/database/database-away.ts'
import { DecryptionError } from '../../platform/encryption/field-encryption.ts'
import type { DatabaseServices } from '../../platform/services.ts'
import { StorageError } from '../../platform/storage/storage-error.ts'

const tellOperator = 'tell the people who run this portal'

/** For the owner: why there is no file, after all tries. */
const messages: Record<ExportFault, string> = {
  STORAGE_FULL: `The file could not be made: there is no room left to store it. Please ${tellOperator}. Deleting exports that you no longer need, or a filter that selects fewer investors, may be enough to make it fit.`,
  STORAGE_UNAVAILABLE: `The file could not be made: the storage for files did not take it, though it was tried several times. Ask for the export again later; if it fails again, ${tellOperator}.`,
  VALUE_UNREADABLE: `The file could not be made: a stored value could not be decrypted, and a file without it would be wrong. Please ${tellOperator}: a key may be missing from DECRYPTION_KEYS. Ask for the export again once that is put right.`,
  DATABASE_LOST: `The file could not be made: the database did not answer, though it was tried several times. Nothing was lost. Ask for the export again later; if it fails again, ${tellOperator}.`,
  UNKNOWN: `The file could not be made, though it was tried several times. Nothing was lost: ask for the export again. If it fails again, ${tellOperator}.`,
}

const cutOff = `The making of the file was cut off each time before its end. Nothing was lost: ask for the export again. If it is cut off again, it may be too large: use a filter that selects fewer investors, and ${tellOperator}.`

/** Of an export that was found without anybody to make it, long after it was asked for. */
export const forgottenMessage =
  'The file was not made within a day: the order to make it was lost. Ask for the export again if you still need it.'

/** @param fault of the newest run; null when it ended with its process, or could not say. */
export const describeFault = (fault: ExportFault | null): string => (fault ? messages[fault] : cutOff)

/** Which kind of failure ended a run. */
export function findFault(error: unknown): ExportFault {
  if (error instanceof StorageError) return error.isFull ? 'STORAGE_FULL' : 'STORAGE_UNAVAILABLE'
  if (error instanceof DecryptionError) return 'VALUE_UNREADABLE'
  // Of what has a network, only the storage is another, and its failures have a class of their own.
  return isDatabaseAway(error) ? 'DATABASE_LOST' : 'UNKNOWN'
}

/**
 * Keeps what a run has failed with, in a place that outlives its process: only its kind, for the row is its owner's. A
 * run that has been overtaken says nothing. Where the database is away nothing is kept, and the run counts as cut off.
 */
export async function noteFault(
  { db, log }: DatabaseServices,
  { exportId, attempt }: { exportId: string; attempt: number },
  error: unknown,
): Promise<void> {
  const fault = findFault(error)
  log.error({ err: error, exportId, attempt, fault }, 'export: a try failed')
  await db.$executeRaw`
    UPDATE export SET last_fault = ${fault}::export_fault
    WHERE id = ${exportId}::uuid AND attempt = ${attempt} AND status = 'PROCESSING'`.catch((err) =>
    log.error({ err, exportId, attempt }, 'export: why a try failed could not be kept'),
  )
}
