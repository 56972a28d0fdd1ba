// Bringing a database to the newest migration: from nothing, from where it is already, and from a migration that broke.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withEngine } from '../../src/dev/schema-engine.ts'
import { applyMigrations, migrationFile, migrationsDir } from '../../src/platform/database/migrate.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase | undefined
afterEach(() => database?.drop())

const names = `SELECT migration_name AS name FROM _prisma_migrations ORDER BY 1`

it('applies every migration to an empty database, once, though two processes start at once', async () => {
  database = await createTestDatabase()
  const all = (await database.pool.query<{ name: string }>(names)).rows.map(({ name }) => name)
  await database.pool.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
  const { databaseUrl } = database
  const applied = await Promise.all([applyMigrations(databaseUrl), applyMigrations(databaseUrl)])
  expect(applied.map((one) => one.applied).toSorted((a, b) => a.length - b.length)).toEqual([[], all])
  expect(applied.map(({ changed }) => changed)).toEqual([[], []])
  expect((await database.pool.query(names)).rows).toHaveLength(all.length)
})

it('leaves a database alone that has them all', async () => {
  database = await createTestDatabase()
  const { databaseUrl, pool } = database
  const before = await pool.query('SELECT * FROM _prisma_migrations ORDER BY id')
  expect(await applyMigrations(databaseUrl)).toEqual({ applied: [], changed: [] })
  expect((await pool.query('SELECT * FROM _prisma_migrations ORDER BY id')).rows).toEqual(before.rows)
})

it('applies one that is missing', async () => {
  database = await createTestDatabase()
  const { databaseUrl, pool } = database
  const taken = '20261124082144_download_ticket'
  await pool.query('DROP TABLE download_ticket')
  await pool.query('DELETE FROM _prisma_migrations WHERE migration_name = $1', [taken])
  expect((await applyMigrations(databaseUrl)).applied).toEqual([taken])
  await pool.query('SELECT FROM download_ticket')
})

it('does without the index of searches where it may not add the extension for it', async () => {
  database = await createTestDatabase()
  const { pool } = database
  const indexed = async () =>
    (await pool.query(`SELECT FROM pg_indexes WHERE indexname = 'investor_search_idx'`)).rowCount
  expect(await indexed()).toBe(1)
  const url = new URL(database.databaseUrl)
  url.username = `limited_${url.pathname.slice(1)}`
  url.password = 'limited'
  const taken = '20261124122600_investor_search'
  await pool.query(`
    DROP EXTENSION pg_trgm CASCADE;
    DELETE FROM _prisma_migrations WHERE migration_name = '${taken}';
    CREATE ROLE ${url.username} LOGIN PASSWORD 'limited';
    GRANT ALL ON SCHEMA public TO ${url.username};
    ALTER TABLE investor OWNER TO ${url.username};
    ALTER TABLE _prisma_migrations OWNER TO ${url.username}`)
  try {
    expect((await applyMigrations(url.href)).applied).toEqual([taken])
    expect(await indexed()).toBe(0)
    expect((await applyMigrations(url.href)).applied).toEqual([])
  } finally {
    await pool.query(
      `REASSIGN OWNED BY ${url.username} TO CURRENT_USER; DROP OWNED BY ${url.username}; DROP ROLE ${url.username}`,
    )
  }
})

/** What Prisma's engine says of the database and these migrations. */
async function askPrisma(databaseUrl: string, directory: string, names: string[]) {
  const migrationsList = {
    baseDir: directory,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"' },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.map(async (path) => ({
        path,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok' as const, value: await readFile(migrationFile(directory, path), 'utf8') },
        },
      })),
    ),
  }
  const filters = { externalTables: [], externalEnums: [] }
  const schema = { path: 'schema.prisma', content: 'datasource db { provider = "postgresql" }' }
  return withEngine(databaseUrl, schema, async (engine) => {
    const { history, editedMigrationNames, failedMigrationNames, hasMigrationsTable } =
      await engine.diagnoseMigrationHistory({ migrationsList, filters, optInToShadowDatabase: false })
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters })
    const diagnosis = { history, editedMigrationNames, failedMigrationNames, hasMigrationsTable }
    return { diagnosis, appliedMigrationNames }
  })
}

it('keeps the history in such a way that Prisma finds nothing to do and nothing wrong', async () => {
  database = await createTestDatabase()
  const { databaseUrl, pool } = database
  const all = (await pool.query<{ name: string }>(names)).rows.map(({ name }) => name)
  expect(await askPrisma(databaseUrl, migrationsDir, all)).toEqual({
    diagnosis: {
      history: null,
      editedMigrationNames: [],
      failedMigrationNames: [],
      hasMigrationsTable: true,
    },
    appliedMigrationNames: [],
  })
})

describe('with migrations of its own', () => {
  let directory: string
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'vestibule-migrations-'))
    database = await createTestDatabase()
    await database.pool.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
    await write('1_first', 'CREATE TABLE first (id int);\n-- and more\nCREATE TABLE more (id int);\n')
  })
  afterEach(() => rm(directory, { recursive: true }))

  async function write(name: string, script: string): Promise<void> {
    const file = migrationFile(directory, name)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, script)
  }
  const inUse = () => database as TestDatabase
  const migrate = () => applyMigrations(inUse().databaseUrl, directory)
  const tables = async () =>
    (
      await inUse().pool.query('SELECT tablename AS name FROM pg_tables WHERE schemaname = $1 ORDER BY 1', [
        'public',
      ])
    ).rows.map(({ name }) => name)
  const history = async () => {
    const { rows: columns } = await inUse().pool.query(
      `SELECT column_name, data_type, character_maximum_length, is_nullable, column_default
       FROM information_schema.columns WHERE table_name = '_prisma_migrations' ORDER BY ordinal_position`,
    )
    const { rows } = await inUse().pool.query(
      `SELECT checksum, migration_name, logs, rolled_back_at, applied_steps_count, length(id) AS id,
         finished_at >= started_at AS finished FROM _prisma_migrations ORDER BY migration_name`,
    )
    return { columns, rows }
  }

  it('writes the history just as Prisma does', async () => {
    await askPrisma(inUse().databaseUrl, directory, ['1_first'])
    const prismas = await history()
    await inUse().pool.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
    expect(await migrate()).toEqual({ applied: ['1_first'], changed: [] })
    expect(await history()).toEqual(prismas)
    expect(prismas.rows).toHaveLength(1)
  })

  it('goes on where Prisma has left off', async () => {
    await askPrisma(inUse().databaseUrl, directory, ['1_first'])
    await write('2_second', 'CREATE TABLE second (id int)')
    expect(await migrate()).toEqual({ applied: ['2_second'], changed: [] })
    expect(await tables()).toEqual(['_prisma_migrations', 'first', 'more', 'second'])
  })

  it('takes back a migration that fails midway, keeps those before it, and tries it again the next time', async () => {
    await write('2_second', 'CREATE TABLE second (id int); SELECT 1 / 0; CREATE TABLE third (id int)')
    await write('3_third', 'CREATE TABLE fourth (id int)')
    await expect(migrate()).rejects.toThrow(
      'The migration 2_second failed and was rolled back: division by zero',
    )
    expect(await tables()).toEqual(['_prisma_migrations', 'first', 'more'])
    await write('2_second', 'CREATE TABLE second (id int)')
    expect((await migrate()).applied).toEqual(['2_second', '3_third'])
    expect(await tables()).toEqual(['_prisma_migrations', 'first', 'fourth', 'more', 'second'])
  })

  it('takes back a migration that cannot be written into the history', async () => {
    await write(
      '2_second',
      'CREATE TABLE second (id int); ALTER TABLE _prisma_migrations RENAME TO elsewhere',
    )
    await expect(migrate()).rejects.toThrow('The migration 2_second failed and was rolled back')
    expect(await tables()).toEqual(['_prisma_migrations', 'first', 'more'])
  })

  it('names a migration that was changed after it was applied, whatever its line ends are', async () => {
    await migrate()
    const script = await readFile(migrationFile(directory, '1_first'), 'utf8')
    await write('1_first', script.replaceAll('\n', '\r\n'))
    expect(await migrate()).toEqual({ applied: [], changed: [] })
    await write('1_first', `${script}CREATE TABLE late (id int)`)
    expect(await migrate()).toEqual({ applied: [], changed: ['1_first'] })
    expect(await tables()).not.toContain('late')
  })

  it('leaves a database alone that holds the tables of another program', async () => {
    await inUse().pool.query('CREATE TABLE theirs (id int)')
    await expect(migrate()).rejects.toThrow('tables of another program')
    expect(await tables()).toEqual(['theirs'])
  })

  it('refuses a database in which Prisma left a migration that broke off', async () => {
    await migrate()
    await inUse().pool.query('UPDATE _prisma_migrations SET finished_at = NULL')
    await expect(migrate()).rejects.toThrow(
      'The database has failed migrations: 1_first. Undo the effects of each',
    )
  })
})
