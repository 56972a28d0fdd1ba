// Starts one PostgreSQL for the whole run and prepares the template that every test database is cloned from.
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { createDatabaseOnce, startEmbeddedPostgres } from '../../src/dev/embedded-postgres.ts'
import { createJobs } from '../../src/platform/jobs.ts'
import { createLog } from '../../src/platform/log.ts'
import { applyMigrations } from '../../src/platform/migrate.ts'
import { templateDatabase } from './database.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string
  }
}

// Nothing of a test run outlives it, so the disk need not be waited for.
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' }

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'vestibule-test-'))
  await chmod(dataDir, 0o711)
  const postgres = await startEmbeddedPostgres(dataDir, settings)
  await createDatabaseOnce(postgres, templateDatabase)
  await applyMigrations(postgres.urlOf(templateDatabase))
  await createJobTables(postgres.urlOf(templateDatabase))
  await sealTemplate(postgres.urlOf('postgres'))
  project.provide('postgresUrl', postgres.urlOf('postgres'))
  return async () => {
    await postgres.stop()
    await Promise.all([dataDir, postgres.dataDir].map((dir) => rm(dir, { recursive: true, force: true })))
  }
}

async function createJobTables(databaseUrl: string): Promise<void> {
  const jobs = createJobs({ databaseUrl, log: createLog('silent', false), definitions: [], supervise: false })
  await jobs.start()
  await jobs.stop()
}

/** A database with sessions on it cannot be cloned: the migration engine leaves one. */
async function sealTemplate(postgresUrl: string): Promise<void> {
  const client = new Client({ connectionString: postgresUrl })
  await client.connect()
  await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
    templateDatabase,
  ])
  await client.query(`ALTER DATABASE ${templateDatabase} WITH ALLOW_CONNECTIONS false IS_TEMPLATE true`)
  await client.end()
}
