// Bringing a database to the newest migration: from nothing, from where it is already, and from a migration that broke.
import { Client } from 'pg'
import { afterEach, expect, it } from 'vitest'
import { applyMigrations } from '../../src/platform/database/migrate.ts'
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
  expect(applied.toSorted((a, b) => a.length - b.length)).toEqual([[], all])
  expect((await database.pool.query(names)).rows).toHaveLength(all.length)
})

it('leaves a database alone that has them all', async () => {
  database = await createTestDatabase()
  const { databaseUrl, pool } = database
  const before = await pool.query('SELECT * FROM _prisma_migrations ORDER BY id')
  expect(await applyMigrations(databaseUrl)).toEqual([])
  expect((await pool.query('SELECT * FROM _prisma_migrations ORDER BY id')).rows).toEqual(before.rows)
})

it('applies one that is missing', async () => {
  database = await createTestDatabase()
  const { databaseUrl, pool } = database
  const taken = '20261124082144_download_ticket'
  await pool.query('DROP TABLE download_ticket')
  await pool.query('DELETE FROM _prisma_migrations WHERE migration_name = $1', [taken])
  expect(await applyMigrations(databaseUrl)).toEqual([taken])
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
    expect(await applyMigrations(url.href)).toEqual([taken])
    expect(await indexed()).toBe(0)
    expect(await applyMigrations(url.href)).toEqual([])
  } finally {
    await pool.query(
      `REASSIGN OWNED BY ${url.username} TO CURRENT_USER; DROP OWNED BY ${url.username}; DROP ROLE ${url.username}`,
    )
  }
})

it('refuses a database in which a migration broke off, instead of taking it for applied', async () => {
  database = await createTestDatabase()
  const client = new Client({ connectionString: database.databaseUrl })
  await client.connect()
  await client.query(
    `UPDATE _prisma_migrations SET finished_at = NULL
     WHERE migration_name = (SELECT max(migration_name) FROM _prisma_migrations)`,
  )
  await client.end()
  await expect(applyMigrations(database.databaseUrl)).rejects.toThrow(/failed migrations/i)
})
