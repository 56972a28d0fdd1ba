// Locks the data directory of an embedded database while the process lives.
import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** The embedded database cannot be used. The message says why and what to do. */
export class EmbeddedDatabaseError extends Error {
  override name = 'EmbeddedDatabaseError'
}

/** Another process uses the same data directory. */
export class DataDirInUseError extends EmbeddedDatabaseError {
  override name = 'DataDirInUseError'
  constructor(dataDir: string) {
    super(
      `Another process already uses the data in ${dataDir}. Stop it first, or give this one its own: DATA_DIR=.data-2`,
    )
  }
}

/**
 * Locks the directory for this process. The lock is the operating system's, through Node's SQLite. So it ends with the
 * process, even after kill -9.
 * @throws DataDirInUseError when another live process holds it.
 * @returns a function that releases the lock.
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
