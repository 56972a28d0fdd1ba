// Opens the configured database, or the embedded one outside production.
import type { Config } from '../config.ts'
import { applyMigrations, MigrationError } from '../platform/database/migrate.ts'
import type { Log } from '../platform/log.ts'

/** The database cannot be reached. The message says what to check. */
export class DatabaseUnreachableError extends Error {
  override name = 'DatabaseUnreachableError'
}

type Database = { url: string; location: string; embedded: boolean }

/** Opens the configured database or starts the embedded one, and applies the missing migrations. */
export async function openDatabase(
  config: Config,
  log: Log,
  started: AsyncDisposableStack,
): Promise<Database> {
  const database = config.databaseUrl
    ? { url: config.databaseUrl, location: withoutCredentials(config.databaseUrl), embedded: false }
    : await openEmbeddedDatabase(config, started)
  const { changed } = await applyMigrations(database.url).catch((error) => {
    if (error instanceof MigrationError) throw error
    throw new DatabaseUnreachableError(
      `The database ${withoutCredentials(database.url)} cannot be used: ${reasonOf(error)}. ` +
        'Check DATABASE_URL, and that PostgreSQL is running and accepts this user.',
      { cause: error },
    )
  })
  if (changed.length > 0)
    log.warn({ migrations: changed }, 'migrations were changed after they were applied here')
  return database
}

async function openEmbeddedDatabase(config: Config, started: AsyncDisposableStack): Promise<Database> {
  const { borrowEmbeddedDatabase, startEmbeddedDatabase } = await import('../dev/embedded-database.ts')
  // A worker next to a server uses the server's database.
  const open = config.role === 'worker' ? borrowEmbeddedDatabase : startEmbeddedDatabase
  const embedded = await open(config.dataDir)
  started.defer(() => embedded.stop())
  return { url: embedded.databaseUrl, location: embedded.postgresDir, embedded: true }
}

function withoutCredentials(databaseUrl: string): string {
  const { host, pathname } = new URL(databaseUrl)
  return `${host}${pathname}`
}

const reasonOf = (error: unknown): string => {
  const { code, message } = error as { code?: string; message?: string }
  // If every address of a host refuses the connection, the error has a code but no message.
  return message || code || 'it does not answer'
}
