// The data directory of an embedded start: private, and locked while the process lives.
import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** There is no embedded database to work with. The message says why and what to do. */
export class EmbeddedDatabaseError extends Error {
  override name = 'EmbeddedDatabaseError'
}

/** Another process runs on the same data directory. */
export class DataDirInUseError extends EmbeddedDatabaseError {
  override name = 'DataDirInUseError'
  constructor(dataDir: string) {
    super(
      `Another process already uses the data in ${dataDir}. Stop it first, or give this one its own: DATA_DIR=.data-2`,
    )
  }
}

/**
 * Takes the directory for this process. The lock is the operating system's own, held through Node's SQLite. So it ends
 * with the process, even after kill -9, and no stale lock file is left behind.
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
