// Starts one PostgreSQL for the whole run and prepares the templates that test databases are cloned from.
import { chmod, mkdtemp, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { seedDemoData } from '../../prisma/seed.ts'
import { createDatabaseOnce, startEmbeddedPostgres } from '../../src/dev/embedded-postgres.ts'
import { jobDefinitions } from '../../src/jobs.ts'
import { createDb } from '../../src/platform/database/db.ts'
import { applyMigrations } from '../../src/platform/database/migrate.ts'
import { createFieldCipher } from '../../src/platform/encryption/field-encryption.ts'
import { createJobs } from '../../src/platform/jobs/jobs.ts'
import { createLog } from '../../src/platform/log.ts'
import { templates } from './database.ts'
import { testEncryptionKey } from './keys.ts'
import { testPasswords } from './passwords.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string
  }
}

// Nothing of a test run outlives it, so the disk need not be waited for.
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' }

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(await chooseRoot(), 'vestibule-test-'))
  await chmod(dataDir, 0o711)
  const postgres = await startEmbeddedPostgres(dataDir, settings)
  const admin = postgres.urlOf('postgres')
  await createDatabaseOnce(postgres, templates.empty)
  await applyMigrations(postgres.urlOf(templates.empty))
  await createJobTables(postgres.urlOf(templates.empty))
  await run(admin, `CREATE DATABASE ${templates.demo} TEMPLATE ${templates.empty} STRATEGY FILE_COPY`)
  await addDemoData(postgres.urlOf(templates.demo))
  project.provide('postgresUrl', admin)
  return async () => {
    await postgres.stop()
    await Promise.all([dataDir, postgres.dataDir].map((dir) => rm(dir, { recursive: true, force: true })))
  }
}

/** In memory, where there is room: a database is 480 files, which a disk can take a quarter of a second to copy. */
async function chooseRoot(): Promise<string> {
  const memory = '/dev/shm'
  const freeBytes = await statfs(memory).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => 0,
  )
  return freeBytes > 4 * 2 ** 30 ? memory : tmpdir()
}

async function createJobTables(databaseUrl: string): Promise<void> {
  const jobs = createJobs({
    databaseUrl,
    log: createLog('silent', false),
    definitions: jobDefinitions,
    supervise: false,
  })
  await jobs.start()
  await jobs.stop()
}

async function addDemoData(databaseUrl: string): Promise<void> {
  const { db, pool, close } = createDb(databaseUrl)
  const cipher = createFieldCipher(testEncryptionKey)
  await seedDemoData({ db, pool, cipher, hashPassword: testPasswords.hash })
  await close()
}

async function run(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(sql)
  await client.end()
}
