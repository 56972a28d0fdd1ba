// Servers and workers as separate processes: what each does alone, together, and when a worker is killed.

import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { demoAccounts } from '../../prisma/seed.ts'
import { type ApiClient, createClient } from '../support/client.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { databaseId } from '../support/exports.ts'
import {
  E2eBellDocument,
  E2eExportCompletedDocument,
  E2eNotificationReceivedDocument,
} from '../support/gql/graphql.ts'
import { testEncryptionKey } from '../support/keys.ts'
import {
  cleanUp,
  createDataDir,
  isRunning,
  type Program,
  postgresPid,
  startProgram,
  waitUntil,
} from '../support/process.ts'
import { signIn } from '../support/sign-in-steps.ts'
import { endExports, requestExport, statusOf } from './api.ts'

// Several starts a test, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 })

const harborPointId = demoAccounts[1].id
const ownerEmail = 'owner@summitridge.example'

describe('over one PostgreSQL and one directory for files', () => {
  let database: TestDatabase
  let env: Record<string, string>
  let server: Program
  let worker: Program
  let owner: ApiClient

  beforeAll(async () => {
    database = await createTestDatabase({ demoData: true })
    env = {
      DATABASE_URL: database.databaseUrl,
      DATA_DIR: await createDataDir(),
      ENCRYPTION_KEY: testEncryptionKey.toString('base64'),
    }
    server = await startProgram({ env: { ...env, ROLE: 'server' } })
    owner = await signIn(server.url(), ownerEmail)
  })
  afterAll(async () => {
    await cleanUp()
    await database.drop()
  })

  it('a server alone leaves an export PROCESSING; the first worker that starts completes it', async () => {
    const completed = await owner.subscribe(E2eExportCompletedDocument)
    const live = completed.next()
    const { id } = await requestExport(owner, 'TAX_INFORMATION')
    // A worker would have taken it before this sign-in ends.
    const other = await signIn(server.url(), ownerEmail)
    expect(await statusOf(other, id)).toBe('PROCESSING')
    expect(await database.db.export.findMany({ select: { attempt: true } })).toEqual([{ attempt: 0 }])

    worker = await startProgram({ env: { ...env, ROLE: 'worker' } })
    expect(worker.stdout()).toBe(`
Vestibule is ready (worker).

  Data       ${new URL(database.databaseUrl).host}${new URL(database.databaseUrl).pathname}
  Files      ${env.DATA_DIR}/exports
`)
    expect((await live).exportCompleted).toMatchObject({ id, status: 'COMPLETED', rowCount: 1200 })
    await completed.stop()
  })

  it('a worker makes what a server was asked for, and the server announces and serves it', async () => {
    const completed = await owner.subscribe(E2eExportCompletedDocument)
    const bell = await owner.subscribe(E2eNotificationReceivedDocument)
    const live = [completed.next(), bell.next()] as const
    const { id } = await requestExport(owner, 'BANKING_AND_TAX_INFORMATION')
    const { exportCompleted } = await live[0]
    expect(exportCompleted).toMatchObject({ id, status: 'COMPLETED', rowCount: 1200 })
    expect((await live[1]).notificationReceived).toMatchObject({
      unreadCount: 2,
      notification: { kind: 'EXPORT_COMPLETED', export: { id } },
    })
    const response = await owner.get(exportCompleted.downloadPath ?? '')
    expect(response.status).toBe(200)
    const file = Buffer.from(await response.arrayBuffer())
    expect(createHash('sha256').update(file).digest('hex')).toBe(exportCompleted.sha256)
    await Promise.all([completed.stop(), bell.stop()])
  })

  // A worker that was killed is noticed by its missing heartbeat, after 15 seconds.
  it('another worker completes what a killed one was making, once', async () => {
    const harborPoint = await signIn(server.url(), 'owner@harborpoint.example')
    await addInvestors(200_000)
    const completed = await harborPoint.subscribe(E2eExportCompletedDocument)
    const live = completed.next()
    const { id } = await requestExport(harborPoint, 'BANKING_AND_TAX_INFORMATION')
    const where = { id: '' }
    await waitUntil(async () => {
      const found = await database.db.export.findFirst({ where: { accountId: harborPointId } })
      where.id = found?.id ?? ''
      return (found?.rowsDone ?? 0) > 0
    })
    // While its owner's row is locked, the worker cannot complete the export before it is killed.
    const release = await holdMember('owner@harborpoint.example')
    worker.signal('SIGKILL')
    expect((await worker.ending()).signal).toBe('SIGKILL')
    await release()
    expect(await database.db.export.findUnique({ where })).toMatchObject({ status: 'PROCESSING', attempt: 1 })
    expect(await filesOf(where.id)).toEqual(['1.enc'])

    worker = await startProgram({ env: { ...env, ROLE: 'worker' } })
    expect((await live).exportCompleted).toMatchObject({ id, status: 'COMPLETED', rowCount: 200_300 })
    expect(await database.db.export.findUnique({ where })).toMatchObject({ status: 'COMPLETED', attempt: 2 })
    expect(await harborPoint.request(E2eBellDocument)).toEqual({
      notifications: {
        totalCount: 1,
        unreadCount: 1,
        nodes: [{ kind: 'EXPORT_COMPLETED', title: 'Banking and tax information export is ready' }],
      },
    })
    // What the killed worker left is removed after the announcement.
    await expect.poll(() => filesOf(where.id), { timeout: 20_000 }).toEqual(['2.enc'])
    await completed.stop()
  })

  it('what a killed one was making, and nobody wants any more, is removed and never made', async () => {
    const harborPoint = await signIn(server.url(), 'owner@harborpoint.example')
    const canceled = await requestExport(harborPoint, 'BANKING_AND_TAX_INFORMATION')
    const deleted = await requestExport(harborPoint, 'BANKING_AND_TAX_INFORMATION')
    const ids = [canceled, deleted].map(({ id }) => databaseId(id))
    const where = { id: { in: ids } }
    const underWay = () =>
      database.db.export.count({ where: { ...where, status: 'PROCESSING', rowsDone: { gt: 0 } } })
    await waitUntil(async () => (await underWay()) === 2)
    // The worker is stopped, so it does not hear of the two ends, and then killed.
    worker.signal('SIGSTOP')
    await endExports(harborPoint, { cancel: canceled.id, delete: deleted.id })
    worker.signal('SIGKILL')
    await worker.ending()
    for (const id of ids) expect(await filesOf(id)).toEqual(['1.enc'])

    worker = await startProgram({ env: { ...env, ROLE: 'worker' } })
    const left = async () =>
      (await readdir(join(env.DATA_DIR ?? '', 'exports'))).filter((name) => ids.includes(name))
    await expect.poll(left, { timeout: 20_000 }).toEqual([])
    // Their jobs are tried again, once the missing heartbeat is noticed, and find nothing to do.
    await waitUntil(async () => {
      const { rows } = await database.pool.query(
        "SELECT state, retry_count FROM pgboss.job WHERE name = 'export' AND data->>'exportId' = ANY($1)",
        [ids],
      )
      return rows.every(({ state, retry_count }) => state === 'completed' && retry_count === 1)
    }, 60_000)
    expect(await database.db.export.findMany({ where })).toMatchObject([
      { id: ids[0], status: 'CANCELED', attempt: 1, completedAt: null, filesLeft: false },
    ])
    expect(await left()).toEqual([])
    // The notification of the test before, and no other.
    expect((await harborPoint.request(E2eBellDocument)).notifications.totalCount).toBe(1)
  })

  const filesOf = (exportId: string) => readdir(join(env.DATA_DIR ?? '', 'exports', exportId))

  async function addInvestors(count: number): Promise<void> {
    await database.pool.query(
      `INSERT INTO investor (id, account_id, name, profile_type)
       SELECT gen_random_uuid(), $1, 'Investor ' || lpad(n::text, 6, '0'), 'INDIVIDUAL' FROM generate_series(1, $2) n`,
      [harborPointId, count],
    )
  }

  async function holdMember(email: string): Promise<() => Promise<void>> {
    const client = await database.pool.connect()
    await client.query('BEGIN')
    await client.query('SELECT 1 FROM team_member WHERE email = $1 FOR UPDATE', [email])
    return async () => {
      await client.query('ROLLBACK')
      client.release()
    }
  }
})

describe('over the embedded PostgreSQL of a server', () => {
  afterAll(cleanUp)

  it('a worker beside it does its part, and both stop in order even when the database goes first', async () => {
    const dataDir = await createDataDir()
    const server = await startProgram({ env: { DATA_DIR: dataDir, ROLE: 'server' } })
    const postgres = postgresPid(join(dataDir, 'postgres'))
    const worker = await startProgram({ env: { DATA_DIR: dataDir, ROLE: 'worker' } })
    expect(postgresPid(join(dataDir, 'postgres'))).toBe(postgres)
    const owner = createClient(server.url(), (await signIn(server.url(), ownerEmail)).token)
    const { id } = await requestExport(owner, 'TAX_INFORMATION')
    await waitUntil(async () => (await statusOf(owner, id)) === 'COMPLETED')

    server.signal('SIGTERM')
    expect(await server.ending()).toMatchObject({ code: 0, stderr: '' })
    expect(isRunning(postgres)).toBe(false)
    worker.signal('SIGTERM')
    expect(await worker.ending()).toMatchObject({ code: 0, stderr: '' })
  })
})
