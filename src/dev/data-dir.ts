// The data directory of an embedded start: made private, and locked for the life of the process.
import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** There is no embedded database to work with; the message is all that a person needs. */
export class EmbeddedDatabaseError extends Error {
  override name = 'EmbeddedDatabaseError'
}

/** Another process runs on the same data directory. */
export class DataDirInUseError extends EmbeddedDatabaseError {
  override name = 'DataDirInUseError'
  constructor(dataDir: string) {
    super(
      `Another start is already using the data in ${dataDir}. Stop it first, or give this one its own: DATA_DIR=.data-2`,
    )
  }
}

/**
 * Takes the directory for this process. The lock is the operating system's own (held through SQLite, which Node
 * carries), so it ends with the process, kill -9 included: there is no stale lock file to find and delete.
 * @throws DataDirInUseError when another live process holds it.
 * @returns a function that lets go of it.
 */
export function lockDataDir(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true, mode: 0o711 })
  const file = join(dataDir, 'lock')
  const lock = new DatabaseSync(file)
  try {
    chmodSync(file, 0o600)
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if (error instanceof Error && error.message.includes('database is locked')) {
      throw new DataDirInUseError(dataDir)
    }
    throw error
  }
  return () => lock.close()
}
