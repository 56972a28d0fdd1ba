// Applies prisma/migrations: each SQL file once, in order, in its own transaction. It keeps the history in the form of
// `prisma migrate deploy` and takes the same lock, so both can be used on one database.
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { createUuid } from './uuid.ts'

export const migrationsDir = fileURLToPath(new URL('../../../prisma/migrations', import.meta.url))

/** Without it, a host that does not answer would delay a start for minutes. */
const connectTimeoutMs = 10_000

/** The advisory lock that Prisma's own commands take. */
const migrationLock = 72_707_369

/** The migrations cannot be applied. The message says why and what to do. */
export class MigrationError extends Error {
  override name = 'MigrationError'
}

type Migration = { name: string; script: string }
type Applied = { name: string; checksum: string; isDone: boolean }

type MigrationOutcome = {
  /** The migrations that this call applied. */
  applied: string[]
  /** Migrations whose file changed after they were applied. The database has the effects of the old file. */
  changed: string[]
}

/**
 * Applies the missing migrations. Processes that start together take turns.
 * @throws MigrationError; the migration that failed was rolled back.
 */
export async function applyMigrations(
  connectionString: string,
  directory = migrationsDir,
): Promise<MigrationOutcome> {
  const client = new Client({ connectionString, connectionTimeoutMillis: connectTimeoutMs })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock])
    const migrations = await readMigrations(directory)
    const history = new Map((await readHistory(client)).map((applied) => [applied.name, applied]))
    const missing = migrations.filter(({ name }) => !history.has(name))
    for (const migration of missing) await apply(client, migration)
    const changed = migrations.filter(({ name, script }) => {
      const applied = history.get(name)
      return applied && !hasChecksum(script, applied.checksum)
    })
    return { applied: missing.map(({ name }) => name), changed: changed.map(({ name }) => name) }
  } finally {
    await client.end()
  }
}

export const migrationFile = (directory: string, name: string): string =>
  join(directory, name, 'migration.sql')

async function readMigrations(directory: string): Promise<Migration[]> {
  const entries = await readdir(directory, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  return Promise.all(
    names.sort().map(async (name) => ({
      name,
      script: await readFile(migrationFile(directory, name), 'utf8'),
    })),
  )
}

/** The applied migrations. Creates the table of the history in an empty database. */
async function readHistory(client: Client): Promise<Applied[]> {
  const { rows: found } = await client.query<{ hasHistory: boolean; hasTables: boolean }>(`
    SELECT to_regclass('_prisma_migrations') IS NOT NULL AS "hasHistory",
           EXISTS (SELECT FROM pg_tables WHERE schemaname = current_schema()) AS "hasTables"`)
  if (!found[0]?.hasHistory) {
    if (found[0]?.hasTables) throw new MigrationError(describeForeignTables)
    await client.query(createHistory)
  }
  const { rows } = await client.query<Applied>(`
    SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS "isDone" FROM _prisma_migrations
    WHERE rolled_back_at IS NULL`)
  const failed = rows.filter(({ isDone }) => !isDone).map(({ name }) => name)
  if (failed.length > 0) throw new MigrationError(describeFailed(failed))
  return rows
}

/** Prisma's own definition of its table. */
const createHistory = `
  CREATE TABLE _prisma_migrations (
    id                  VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum            VARCHAR(64) NOT NULL,
    finished_at         TIMESTAMPTZ,
    migration_name      VARCHAR(255) NOT NULL,
    logs                TEXT,
    rolled_back_at      TIMESTAMPTZ,
    started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
  )`

/** Runs the script and adds its row to the history, both or neither. */
async function apply(client: Client, { name, script }: Migration): Promise<void> {
  await client.query('BEGIN')
  try {
    await client.query(script)
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, clock_timestamp(), 1)`,
      [createUuid(), checksumOf(script), name],
    )
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    throw new MigrationError(
      `The migration ${name} failed and was rolled back: ${(error as Error).message}`,
      {
        cause: error,
      },
    )
  }
}

const checksumOf = (script: string): string => createHash('sha256').update(script).digest('hex')

/** Ignores line ends, which Git on Windows changes. */
const hasChecksum = (script: string, checksum: string): boolean => {
  const unix = script.replaceAll('\r\n', '\n')
  return [script, unix, unix.replaceAll('\n', '\r\n')].some((text) => checksumOf(text) === checksum)
}

const describeForeignTables =
  'The database has tables of another program. Set DATABASE_URL to an empty database.'

/** Only Prisma's own commands leave such rows. */
const describeFailed = (names: string[]): string =>
  `The database has failed migrations: ${names.join(', ')}. Undo the effects of each, delete its row from _prisma_migrations, and start again.`
