// The embedded database of a data directory, for the server, workers and commands.
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
 * Starts PostgreSQL on the data directory, and locks it until `stop`.
 * @throws DataDirInUseError when another process uses the directory.
 */
export async function startEmbeddedDatabase(dataDir: string): Promise<EmbeddedDatabase> {
  const unlock = lockDataDir(dataDir)
  try {
    // After a kill -9, the file still names the server of the old run, which startEmbeddedPostgres stops.
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
 * For commands and workers: uses the database of the server that runs on the data directory. If none runs, starts one
 * until `stop`.
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
