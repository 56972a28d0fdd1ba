// The embedded database of a data directory, for the server and the command line.
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DataDirInUseError, EmbeddedDatabaseError, lockDataDir } from './data-dir.ts'
import { createDatabaseOnce, startEmbeddedPostgres } from './embedded-postgres.ts'

type EmbeddedDatabase = {
  databaseUrl: string
  /** Where PostgreSQL keeps the data. */
  postgresDir: string
  stop(): Promise<void>
}

const urlFile = (dataDir: string) => join(dataDir, 'database-url')

/**
 * Starts PostgreSQL on the data directory, which this process holds until `stop`.
 * @throws DataDirInUseError when another process runs on it.
 */
export async function startEmbeddedDatabase(dataDir: string): Promise<EmbeddedDatabase> {
  const unlock = lockDataDir(dataDir)
  try {
    // After a kill -9 the file still names the old run's server, which is about to be stopped.
    await rm(urlFile(dataDir), { force: true })
    const postgres = await startEmbeddedPostgres(dataDir)
    await createDatabaseOnce(postgres, 'vestibule')
    const databaseUrl = postgres.urlOf('vestibule')
    await writeFile(urlFile(dataDir), databaseUrl, { mode: 0o600 })
    return {
      databaseUrl,
      postgresDir: postgres.dataDir,
      stop: async () => {
        await rm(urlFile(dataDir), { force: true })
        await postgres.stop()
        unlock()
      },
    }
  } catch (error) {
    unlock()
    throw error
  }
}

/**
 * For the command line and workers: the database of the server that runs on the data directory. Where none runs, one is
 * started until `stop`.
 */
export async function borrowEmbeddedDatabase(dataDir: string): Promise<EmbeddedDatabase> {
  try {
    return await startEmbeddedDatabase(dataDir)
  } catch (error) {
    if (!(error instanceof DataDirInUseError)) throw error
    const databaseUrl = await readFile(urlFile(dataDir), 'utf8').catch(() => {
      throw new EmbeddedDatabaseError(
        'The server on this data directory is starting or stopping. Try again in a moment.',
      )
    })
    return { databaseUrl, postgresDir: dataDir, stop: async () => {} }
  }
}
