// Real faults that keep an export from being made. Its owner is told what to do, without internals. Operators find the
// reason in the log. No file, partial or whole, is left or offered.

import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { failExport } from '../../src/exports/run/fail-export.ts'
import type { ExportFault } from '../../src/generated/prisma/enums.ts'
import { createDb } from '../../src/platform/database/db.ts'
import { createFieldCipher } from '../../src/platform/encryption/field-encryption.ts'
import { createS3Storage } from '../../src/platform/storage/s3-storage.ts'
import { createStorage } from '../../src/platform/storage/storage.ts'
import { quickTries } from '../support/app.ts'
import { type Answer, type FakeS3, s3Error, startFakeS3 } from '../support/bad-storage.ts'
import type { ApiClient } from '../support/client.ts'
import { benchOwner, useExportBench } from '../support/export-bench.ts'
import { askForExport, untilExport } from '../support/exports.ts'
import { ListExportsDocument, ListNotificationsDocument } from '../support/gql/graphql.ts'
import { startRelay } from '../support/relay.ts'
import { pauseStorage, type TestServices } from '../support/services.ts'
import { useApp } from '../support/use-app.ts'

const noDeviceFull = !existsSync('/dev/full') && 'there is no /dev/full, the device that is always full'

let brokenS3: FakeS3
beforeAll(async () => {
  brokenS3 = await startFakeS3(() => s3Error(500, 'InternalError'))
})
/** The whole program, over a storage that fails. */
const app = useApp({ config: () => ({ storageUrl: brokenS3.url.href }), tuning: { jobs: quickTries } })
// Runs before the app stops and is checked for leaks: idle connections of this server are not the app's.
afterAll(() => brokenS3.stop())
let owner: ApiClient
/** Its tries take some seconds, of which nearly all is waiting: they go on beside the other tests. */
let doomed: Awaited<ReturnType<typeof askForExport>>
beforeAll(async () => {
  owner = await app.signIn(benchOwner)
  doomed = await askForExport(owner)
})
const bench = useExportBench()
const { services } = bench

/** Runs once, and gives up, as the queue does after the last try. */
async function failWith(using: Partial<TestServices>): Promise<void> {
  await expect(bench.run({ ...services, ...using })).rejects.toThrow()
  await failExport(services, { exportId: bench.exportId })
}

/** The export FAILED with this message and one notification, and left no file. */
async function expectFailed(fault: ExportFault | null, advice: RegExp): Promise<void> {
  const row = await bench.readRow()
  expect(row).toMatchObject({
    status: 'FAILED',
    lastFault: fault,
    completedAt: null,
    storageKey: null,
    fileKey: null,
  })
  expect(row.failureMessage).toMatch(advice)
  // It has no path, address, code or name of a component.
  expect(row.failureMessage).not.toMatch(
    /\/|:\d|\bE[A-Z]{3,}|S3|bucket|Postgres|investor\.|Inside|[\da-f]{8}/,
  )
  expect(await services.db.notification.findMany({ where: { exportId: bench.exportId } })).toMatchObject([
    { kind: 'EXPORT_FAILED', body: row.failureMessage },
  ])
  expect(await readdir(services.filesDir)).not.toContain(bench.exportId)
}

/** What the log says of the run that failed. */
const logged = () =>
  services.logs
    .map((line) => JSON.parse(line))
    .filter(({ exportId, msg }) => exportId === bench.exportId && msg === 'export: an attempt failed')

describe('a full disk', () => {
  it('is told as such', async ({ skip }) => {
    skip(Boolean(noDeviceFull), noDeviceFull || '')
    mkdirSync(join(services.filesDir, bench.exportId))
    symlinkSync('/dev/full', join(services.filesDir, ...bench.fileOf(1)))
    await failWith({})
    await expectFailed('STORAGE_FULL', /the storage is full\. Please tell .* delete exports/)
    expect(logged()).toMatchObject([{ attempt: 1, fault: 'STORAGE_FULL', err: { type: 'StorageError' } }])
    expect(logged()[0].err.message).toContain('ENOSPC')
  })
})

describe('a storage that does not take files', () => {
  const unavailable = /did not accept it, after several attempts\. Request the export again later/

  it.each<[string, Answer, ExportFault, RegExp]>([
    ['fails', s3Error(500, 'InternalError'), 'STORAGE_UNAVAILABLE', unavailable],
    ['refuses the key', s3Error(403, 'AccessDenied'), 'STORAGE_UNAVAILABLE', unavailable],
    ['has no such bucket', s3Error(404, 'NoSuchBucket'), 'STORAGE_UNAVAILABLE', unavailable],
    ['is full', s3Error(507, 'InsufficientStorage'), 'STORAGE_FULL', /the storage is full/],
    ['has a quota', s3Error(403, 'QuotaExceeded'), 'STORAGE_FULL', /the storage is full/],
  ])('because its server %s', async (_, answer, fault, advice) => {
    const s3 = await startFakeS3(() => answer)
    await failWith({ storage: createS3Storage(s3.url) })
    s3.stop()
    await expectFailed(fault, advice)
    expect(logged()).toMatchObject([{ attempt: 1, fault, err: { type: 'StorageError' } }])
    expect(logged()[0].err.message).toContain('Inside of the storage')
  })

  it('because its server never answers', async () => {
    const s3 = await startFakeS3(() => 'silence')
    await failWith({ storage: createS3Storage(s3.url, { connectMs: 200, idleMs: 200 }) })
    s3.stop()
    await expectFailed('STORAGE_UNAVAILABLE', unavailable)
  })

  it('because its server is gone', async () => {
    const s3 = await startFakeS3(() => 'silence')
    s3.stop()
    await failWith({ storage: createS3Storage(s3.url) })
    await expectFailed('STORAGE_UNAVAILABLE', unavailable)
  })

  it('because its directory is none', async () => {
    const file = join(dirname(services.filesDir), `${bench.exportId}.txt`)
    writeFileSync(file, '')
    await failWith({ storage: await createStorage(pathToFileURL(file).href) })
    await expectFailed('STORAGE_UNAVAILABLE', unavailable)
  })
})

describe('a value that does not open', () => {
  const keyIsMissing =
    /could not be decrypted, and without it the file would be wrong\. .*an encryption key may be missing\. Request .* once/

  it('because a key is missing', async () => {
    await failWith({ cipher: createFieldCipher(Buffer.alloc(32, 8)) })
    await expectFailed('VALUE_UNREADABLE', keyIsMissing)
    expect(logged()[0].err.message).toMatch(/is under the key [\da-f]{16}, which is neither/)
  })

  it('in the filter, which is read before anything else is', async () => {
    await services.db
      .$executeRaw`UPDATE export SET filter_search = '\\x00'::bytea WHERE id = ${bench.exportId}::uuid`
    await failWith({})
    await expectFailed('VALUE_UNREADABLE', keyIsMissing)
  })

  it('is tried again: the next worker may have the key', async () => {
    await expect(bench.run({ ...services, cipher: createFieldCipher(Buffer.alloc(32, 8)) })).rejects.toThrow()
    expect(await bench.readRow()).toMatchObject({ status: 'PROCESSING', lastFault: 'VALUE_UNREADABLE' })
    await bench.run()
    expect(await bench.readRow()).toMatchObject({ status: 'COMPLETED', lastFault: null })
  })
})

describe('a database that goes away', () => {
  it('and comes back: it is told as such', async () => {
    const paused = pauseStorage(services, 'midway')
    const running = bench.run(paused.services)
    await paused.reached
    // The connection that reads the rows.
    const cut = await services.db.$queryRaw<unknown[]>`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND state <> 'idle' AND query LIKE 'SELECT i.external_id%'`
    expect(cut).toHaveLength(1)
    paused.resume()
    await expect(running).rejects.toThrow()
    await failExport(services, { exportId: bench.exportId })
    await expectFailed('DATABASE_LOST', /the database did not answer.* Request the export again later/)
  })

  it('and stays away while the run ends: nothing could be kept of why, and it counts as cut off', async () => {
    const url = new URL(services.database.databaseUrl)
    const relay = await startRelay(Number(url.port))
    url.port = String(relay.port)
    const { db, pool, close } = createDb(url.href)
    const paused = pauseStorage({ ...services, db, pool }, 'midway')
    const running = bench.run(paused.services)
    await paused.reached
    relay.close()
    paused.resume()
    await expect(running).rejects.toThrow()
    await close()
    relay.stop()
    expect(logged()).toMatchObject([{ fault: 'DATABASE_LOST' }])
    await failExport(services, { exportId: bench.exportId })
    await expectFailed(null, /Every attempt .* cut off\. .* may be too large/)
  })
})

it('a run that was killed each time is said to have been cut off', async () => {
  // A killed run leaves its number, and no reason.
  await services.db.export.update({ where: { id: bench.exportId }, data: { attempt: 4, filesLeft: true } })
  await failExport(services, { exportId: bench.exportId })
  await expectFailed(null, /Every attempt .* cut off\. .* filter for fewer rows/)
})

it('what an older run has failed with is not said of a newer one', async () => {
  await services.db.export.update({ where: { id: bench.exportId }, data: { lastFault: 'STORAGE_FULL' } })
  const paused = pauseStorage(services, 'midway')
  const running = bench.run(paused.services)
  await paused.reached
  expect(await bench.readRow()).toMatchObject({ attempt: 1, lastFault: null })
  paused.resume()
  await running
})

it('a real worker ends it after all its tries, in one notification, and the API lives', async () => {
  await untilExport(app.db, doomed.databaseId, 'FAILED', 80_000)
  expect(await app.db.export.findFirst()).toMatchObject({ attempt: 4, completedAt: null })
  expect((await fetch(`${app.url}/health/ready`)).status).toBe(200)
  const { exports } = await owner.request(ListExportsDocument, {})
  expect(exports.nodes).toMatchObject([
    { status: 'FAILED', failureMessage: expect.stringContaining('did not accept it'), downloadPath: null },
  ])
  const { notifications } = await owner.request(ListNotificationsDocument, {})
  expect(notifications).toMatchObject({ totalCount: 1, nodes: [{ kind: 'EXPORT_FAILED' }] })
  expect(app.logs.join('')).toContain('"msg":"export: given up"')
}, 90_000)
