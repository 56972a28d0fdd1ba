// A database of its own for a test file, cloned from the migrated template in milliseconds.
import { randomBytes } from 'node:crypto'
import { Client, type Pool } from 'pg'
import { inject } from 'vitest'
import { createDb, type Db } from '../../src/platform/database/db.ts'

/** Migrated and empty; and the same with the demo data. */
export const templates = { empty: 'vestibule_template', demo: 'vestibule_demo_template' }

export type TestDatabase = { databaseUrl: string; db: Db; pool: Pool; drop: () => Promise<void> }

/** Clones a template. `drop` closes its connections and removes it. */
export async function createTestDatabase(options?: { demoData: boolean }): Promise<TestDatabase> {
  const template = options?.demoData ? templates.demo : templates.empty
  const name = `test_${randomBytes(6).toString('hex')}`
  await asAdmin(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`)
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
