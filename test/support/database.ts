// A database of its own for a test file, cloned from the migrated template in milliseconds.
import { randomBytes } from 'node:crypto'
import { Client, type Pool } from 'pg'
import { inject } from 'vitest'
import { createDb, type Db } from '../../src/platform/db.ts'

export const templateDatabase = 'vestibule_template'

export type TestDatabase = { databaseUrl: string; db: Db; pool: Pool; drop: () => Promise<void> }

/** Clones the template. `drop` closes its connections and removes it. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await asAdmin(`CREATE DATABASE ${name} TEMPLATE ${templateDatabase} STRATEGY FILE_COPY`)
  const url = new URL(inject('postgresUrl'))
  url.pathname = `/${name}`
  const { db, pool, close } = createDb(url.href)
  return {
    databaseUrl: url.href,
    db,
    pool,
    drop: async () => {
      await close()
      await asAdmin(`DROP DATABASE ${name} WITH (FORCE)`)
    },
  }
}

async function asAdmin(sql: string): Promise<void> {
  const client = new Client({ connectionString: inject('postgresUrl') })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
