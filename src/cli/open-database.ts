// Opens the database for commands.
import type { Config } from '../config.ts'
import { applyMigrations } from '../platform/database/migrate.ts'

/**
 * Applies the missing migrations to the configured database, and runs `use` on it. If none is configured outside
 * production, uses the embedded database of the data directory: that of a running server, or one started for the command.
 */
export async function withDatabase<T>(config: Config, use: (databaseUrl: string) => Promise<T>): Promise<T> {
  if (config.databaseUrl) return useMigrated(config.databaseUrl, use)
  // Imported only when used, so that production never loads src/dev.
  const { borrowEmbeddedDatabase } = await import('../dev/embedded-database.ts')
  const embedded = await borrowEmbeddedDatabase(config.dataDir)
  try {
    return await useMigrated(embedded.databaseUrl, use)
  } finally {
    await embedded.stop()
  }
}

async function useMigrated<T>(databaseUrl: string, use: (databaseUrl: string) => Promise<T>): Promise<T> {
  await applyMigrations(databaseUrl)
  return use(databaseUrl)
}
