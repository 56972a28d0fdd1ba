// A database whose clock a test sets. The statements of the app ask for now(); here they find this one before
// PostgreSQL's own. (Defaults of columns were bound to PostgreSQL's when the tables were made: they keep real time.)
import { Client } from 'pg'
import { createTestDatabase, type TestDatabase } from './database.ts'

export type ClockedDatabase = TestDatabase & {
  /** Stops the clock at the present time, unless it has stopped. */
  freeze(): Promise<void>
  /** Moves the stopped clock forward, by exactly that. */
  advance(interval: string): Promise<void>
}

/** Clones the demo data. The clock is the real one until it is frozen. */
export async function createClockedDatabase(): Promise<ClockedDatabase> {
  const database = await createTestDatabase({ demoData: true })
  // Over a connection of its own: those of the pool are opened later, and so find this clock.
  const client = new Client({ connectionString: database.databaseUrl })
  await client.connect()
  await client.query(`
    CREATE TABLE frozen_clock (at timestamptz);
    CREATE FUNCTION public.now() RETURNS timestamptz LANGUAGE sql STABLE AS
      'SELECT coalesce((SELECT at FROM frozen_clock), pg_catalog.now())';
    ALTER DATABASE ${client.escapeIdentifier(client.database ?? '')} SET search_path = public, pg_catalog`)
  await client.end()
  const { pool } = database
  return {
    ...database,
    freeze: async () => {
      await pool.query(
        'INSERT INTO frozen_clock SELECT pg_catalog.now() WHERE NOT EXISTS (TABLE frozen_clock)',
      )
    },
    advance: async (interval) => {
      await pool.query('UPDATE frozen_clock SET at = at + $1::interval', [interval])
    },
  }
}
