// Runs that wait for their storage while their export ends: they stop within two seconds, with or without a hint, and
// leave nothing.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { tidyUp } from '../../src/exports/ending/janitor.ts'
import { removeUnfinished } from '../../src/exports/ending/remove-files.ts'
import { createUuid } from '../../src/platform/database/uuid.ts'
import { createEvents } from '../../src/platform/events/events.ts'
import { createPostgresEvents } from '../../src/platform/events/postgres-events.ts'
import { createS3Storage } from '../../src/platform/storage/s3-storage.ts'
import type { Storage } from '../../src/platform/storage/storage.ts'
import { s3Answer, s3Error, stallFile, startFakeS3 } from '../support/bad-storage.ts'
import { useExportBench } from '../support/export-bench.ts'
import { endingsOf } from '../support/export-endings.ts'
import { until } from '../support/until.ts'

const bench = useExportBench()
const { services } = bench
const { cancel, remove, revoke } = endingsOf(bench)

const ends = [
  ['cancel', cancel, 'CANCELED'],
  ['delete', remove, undefined],
  ['loss of access', revoke, 'REVOKED'],
] as const

type Stall = { storage: Storage; reached(): Promise<void>; release(): void }

async function stallDisk(): Promise<Stall> {
  const [key = ''] = bench.fileOf(1)
  const release = await stallFile(join(services.filesDir, key))
  // The run is under way and cannot finish: the pipe takes less than the whole file.
  const reached = () => until(async () => expect((await bench.readRow()).rowsDone).toBeGreaterThan(0))
  return { storage: services.storage, reached, release }
}

async function stallServer(): Promise<Stall> {
  const s3 = await startFakeS3(() => 'silence')
  const reached = () => until(() => expect(s3.requests).toHaveLength(1))
  return { storage: createS3Storage(s3.url), reached, release: s3.stop }
}

describe.each([
  ['a disk that takes no more', stallDisk],
  ['a server that never answers', stallServer],
])('a run that waits for %s', (_storage, stall) => {
  it.each(ends)('stops within seconds of %s, though no hint comes', async (_end, end, status) => {
    const { storage, reached, release } = await stall()
    // Never started: it gets no hint, as when its connection was lost unnoticed.
    const deaf = createEvents(createPostgresEvents(services.database.databaseUrl, services.log))
    const running = bench.run({ ...services, events: deaf, storage })
    await reached()
    await end()
    const endedAt = performance.now()
    await running
    // Two seconds are promised, and two more allowed on a busy machine. Without the check it would be forever.
    expect(performance.now() - endedAt).toBeLessThan(4_000)
    release()
    await tidyUp(services)
    expect((await bench.findRow())?.status).toBe(status)
    await expect.poll(() => readdir(services.filesDir)).not.toContain(bench.exportId)
    expect(await bench.readBell()).toEqual([])
    expect(await services.db.deletedExport.count({ where: { filesLeft: true } })).toBe(0)
  })
})

it('a run that is overtaken stops as well, though its storage hangs and no hint comes', async () => {
  const { storage, reached, release } = await stallServer()
  const running = bench.run({ ...services, storage })
  await reached()
  await bench.run()
  await running
  release()
  expect(await bench.readRow()).toMatchObject({ status: 'COMPLETED', attempt: 2, lastFault: null })
  expect([await services.files(), await bench.readBell()]).toEqual([bench.fileOf(2), ['EXPORT_COMPLETED']])
})

it('a run that its worker stops for is no failure, and leaves nothing', async () => {
  const { storage, reached, release } = await stallServer()
  const stop = new AbortController()
  const running = bench.run({ ...services, storage }, stop.signal)
  await reached()
  stop.abort()
  await expect(running).rejects.toThrow('This operation was aborted')
  release()
  expect(await bench.readRow()).toMatchObject({ status: 'PROCESSING', lastFault: null })
  expect(await services.files()).toEqual([])
})

describe('uploads that killed runs have left unfinished', () => {
  const unknown = createUuid()
  const list = (uploads: [key: string, begunAt: Date][]) =>
    s3Answer(
      `<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>${uploads
        .map(
          ([key, begunAt], index) =>
            `<Upload><Key>${key}</Key><UploadId>u${index}</UploadId><Initiated>${begunAt.toISOString()}</Initiated></Upload>`,
        )
        .join('')}</ListMultipartUploadsResult>`,
    )
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000)

  it('are given up when their export has ended, or after a day; others are not', async () => {
    const running = bench.exportId
    await bench.ask()
    const ended = bench.exportId
    await cancel()
    const s3 = await startFakeS3((request) =>
      request.startsWith('DELETE')
        ? { status: 204 }
        : list([
            [`${running}/1.enc`, hoursAgo(23)],
            [`${running}/2.enc`, hoursAgo(25)],
            [`${ended}/1.enc`, hoursAgo(0)],
            [`${unknown}/1.enc`, hoursAgo(23)],
            [`${unknown}/2.enc`, hoursAgo(25)],
            ['not an id/1.enc', hoursAgo(25)],
          ]),
    )
    expect(await removeUnfinished({ ...services, storage: createS3Storage(s3.url) })).toBe(3)
    s3.stop()
    expect(s3.requests.slice(1)).toEqual([
      `DELETE /bucket/${running}/2.enc?uploadId=u1`,
      `DELETE /bucket/${ended}/1.enc?uploadId=u2`,
      `DELETE /bucket/${unknown}/2.enc?uploadId=u4`,
    ])
  })

  // As the S3 server of the other tests does, and some real ones.
  it('are let be where the server does not tell of them', async () => {
    const s3 = await startFakeS3(() => s3Error(501, 'NotImplemented'))
    expect(await removeUnfinished({ ...services, storage: createS3Storage(s3.url) })).toBe(0)
    s3.stop()
    expect(services.logs.at(-1)).toContain('add a lifecycle rule to the bucket')
  })
})
