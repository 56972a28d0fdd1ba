// A PostgreSQL for one measurement: migrated, empty, and removed at the end.
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PoolClient } from 'pg'
import { createDatabaseOnce, startEmbeddedPostgres } from '../src/dev/embedded-postgres.ts'
import { applyMigrations } from '../src/platform/database/migrate.ts'
import { createUuid } from '../src/platform/database/uuid.ts'

// Does not wait for the disk, because nothing outlives the measurement.
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_wal_size: '4GB' }

export type ScratchDatabase = { databaseUrl: string; filesDir: string }

export async function withScratchDatabase(work: (scratch: ScratchDatabase) => Promise<void>): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'vestibule-bench-'))
  await chmod(dataDir, 0o711)
  const postgres = await startEmbeddedPostgres(dataDir, settings)
  try {
    await createDatabaseOnce(postgres, 'bench')
    const databaseUrl = postgres.urlOf('bench')
    await applyMigrations(databaseUrl)
    await work({ databaseUrl, filesDir: join(dataDir, 'files') })
  } finally {
    await postgres.stop()
    await Promise.all([dataDir, postgres.dataDir].map((dir) => rm(dir, { recursive: true, force: true })))
  }
}

/** Adds an account with this name, and one member who may export. */
export async function addAccount(
  client: PoolClient,
  name: string,
): Promise<{ accountId: string; ownerId: string }> {
  const [accountId, ownerId] = [createUuid(), createUuid()]
  await client.query('INSERT INTO account (id, name) VALUES ($1, $2)', [accountId, name])
  await client.query(
    `INSERT INTO team_member (id, account_id, name, email, role, sensitive_data_access, status)
     VALUES ($1, $2::uuid, 'Owner', $2::text || '@bench.example', 'SUPER_ADMIN', true, 'ACTIVE')`,
    [ownerId, accountId],
  )
  return { accountId, ownerId }
}
