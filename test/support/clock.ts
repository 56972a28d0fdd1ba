// A database whose clock a test sets. The statements of the app ask for now(); here they find this one before
// PostgreSQL's own. (Defaults of columns were bound to PostgreSQL's when the tables were made: they keep real time.)
import { createTestDatabase, type TestDatabase } from './database.ts'

export type ClockedDatabase = TestDatabase & {
  /** Stops the clock at the present time. */
  freeze(): Promise<void>
  /** Moves the stopped clock forward, by exactly that. */
  advance(interval: string): Promise<void>
}

/** Clones the demo data. The clock is the real one until it is frozen. */
export async function createClockedDatabase(): Promise<ClockedDatabase> {
  const database = await createTestDatabase({ demoData: true })
  const { pool } = database
  const { rows } = await pool.query<{ name: string }>('SELECT current_database() AS name')
  await pool.query(`
    CREATE TABLE frozen_clock (at timestamptz);
    CREATE FUNCTION public.now() RETURNS timestamptz LANGUAGE sql STABLE AS
      'SELECT coalesce((SELECT at FROM frozen_clock), pg_catalog.now())';
    ALTER DATABASE ${rows[0]?.name} SET search_path = public, pg_catalog`)
  return {
    ...database,
    freeze: async () => {
      await pool.query('DELETE FROM frozen_clock')
      await pool.query('INSERT INTO frozen_clock VALUES (pg_catalog.now())')
    },
    advance: async (interval) => {
      await pool.query('UPDATE frozen_clock SET at = at + $1::interval', [interval])
    },
  }
}
