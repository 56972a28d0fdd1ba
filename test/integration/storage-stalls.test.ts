// Storages that hang: a signal ends the wait at once, otherwise a limit does, and nothing is left behind.
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { closeSync, existsSync, openSync } from 'node:fs'
import { link, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createS3Storage } from '../../src/platform/storage/s3-storage.ts'
import { createStorage } from '../../src/platform/storage/storage.ts'
import { StorageError } from '../../src/platform/storage/storage-error.ts'
import {
  type Answer,
  type FakeS3,
  s3Answer,
  s3Error,
  stallFile,
  startFakeS3,
} from '../support/bad-storage.ts'
import { until } from '../support/until.ts'

const mebibyte = 1024 * 1024
/** More than a pipe takes, and less than a part of an upload. */
const someBytes = () => Readable.from([randomBytes(100), randomBytes(mebibyte)])
const reason = new Error('not wanted any more')

let root: string
let cleanUps: (() => unknown)[]
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'vestibule-stalls-'))
  cleanUps = [() => rm(root, { recursive: true })]
})
afterEach(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp()
})
const startS3 = async (answer: (request: string) => Answer): Promise<FakeS3> => {
  const s3 = await startFakeS3(answer)
  cleanUps.push(s3.stop)
  return s3
}
const openFiles = () => createStorage(pathToFileURL(root).href)

describe('a directory', () => {
  it('whose disk takes no more: the signal ends the put, and what the disk lets go of later leaves nothing', async () => {
    const path = join(root, 'some', '1.enc')
    const release = await stallFile(path)
    let asked = 0
    const source = Readable.from(
      (function* () {
        for (;;) {
          asked += 1
          yield randomBytes(mebibyte)
        }
      })(),
      { highWaterMark: 1 },
    )
    const stop = new AbortController()
    const putting = (await openFiles()).put('some/1.enc', source, stop.signal)
    // The first piece was taken, and is more than the pipe takes.
    await until(() => expect(asked).toBe(2))
    stop.abort(reason)
    await expect(putting).rejects.toBe(reason)
    expect([source.destroyed, existsSync(path)]).toEqual([true, false])
    release()
    await expect.poll(() => readdir(join(root, 'some'))).toEqual([])
  })

  it('whose disk does not even open the file: the same', async () => {
    const [path, other] = [join(root, 'some', '1.enc'), join(root, 'other')]
    await mkdir(join(root, 'some'))
    // Nobody reads this pipe: opening it for writing waits until somebody does.
    execFileSync('mkfifo', [path])
    await link(path, other)
    const source = someBytes()
    const stop = new AbortController()
    const putting = (await openFiles()).put('some/1.enc', source, stop.signal)
    stop.abort(reason)
    await expect(putting).rejects.toBe(reason)
    expect([source.destroyed, existsSync(path)]).toEqual([true, false])
    closeSync(openSync(other, 'r+'))
  })

  it('is told full from broken, and either from a source that fails', async ({ skip }) => {
    if (!existsSync('/dev/full')) skip('there is no /dev/full, the device that is always full')
    await mkdir(join(root, 'some'))
    await symlink('/dev/full', join(root, 'some', '1.enc'))
    const storage = await openFiles()
    const full = await storage.put('some/1.enc', someBytes()).catch((error) => error)
    expect([full, full.isFull]).toEqual([expect.any(StorageError), true])
    expect(await readdir(join(root, 'some'))).toEqual([])
    await mkdir(join(root, 'some', '2.enc'))
    const broken = await storage.put('some/2.enc', someBytes()).catch((error) => error)
    expect([broken, broken.isFull]).toEqual([expect.any(StorageError), false])
    const failing = Readable.from(
      (async function* () {
        yield randomBytes(100)
        throw Object.assign(new Error('the source'), { code: 'ENOSPC' })
      })(),
    )
    await expect(storage.put('some/3.enc', failing)).rejects.not.toBeInstanceOf(StorageError)
  })
})

describe('a bucket', () => {
  const uploadStarted = s3Answer(
    '<InitiateMultipartUploadResult><Bucket>bucket</Bucket><Key>some/1.enc</Key><UploadId>u1</UploadId></InitiateMultipartUploadResult>',
  )

  it('whose server never answers: the signal ends the put', async () => {
    const s3 = await startS3(() => 'silence')
    const source = someBytes()
    const stop = new AbortController()
    const putting = createS3Storage(s3.url).put('some/1.enc', source, stop.signal)
    await until(() => expect(s3.requests).toEqual(['PUT /bucket/some/1.enc']))
    stop.abort(reason)
    await expect(putting).rejects.toBe(reason)
    expect(source.destroyed).toBe(true)
    await until(() => expect(s3.requests.slice(1)).toContain('DELETE /bucket/some/1.enc'))
  })

  it('that stops answering in the middle of an upload: the signal ends the put, and the upload is given up', async () => {
    const s3 = await startS3((request) => {
      if (request.startsWith('POST')) return uploadStarted
      return request.includes('partNumber=2') ? 'silence' : { status: 204 }
    })
    const stop = new AbortController()
    const bytes = Readable.from(Array.from({ length: 20 }, () => randomBytes(mebibyte)))
    const putting = createS3Storage(s3.url).put('some/1.enc', bytes, stop.signal)
    await until(() => expect(s3.requests.at(-1)).toContain('partNumber=2'))
    stop.abort(reason)
    await expect(putting).rejects.toBe(reason)
    await until(() =>
      expect(s3.requests.slice(3)).toEqual([
        'DELETE /bucket/some/1.enc?uploadId=u1',
        'DELETE /bucket/some/1.enc',
      ]),
    )
  })

  it('whose server never answers: every request comes to an end by itself', async () => {
    const s3 = await startS3(() => 'silence')
    const storage = createS3Storage(s3.url, { connectMs: 200, idleMs: 200 })
    const failed = await storage.put('some/1.enc', someBytes()).catch((error) => error)
    expect([failed, failed.isFull]).toEqual([expect.any(StorageError), false])
    await expect(storage.get('some/1.enc')).rejects.toThrow(/200 ms/)
    await expect(storage.delete('some/1.enc')).rejects.toThrow(/200 ms/)
    await expect(storage.deleteFolder('some')).rejects.toThrow(/200 ms/)
    await expect(storage.listFolders().next()).rejects.toThrow(/200 ms/)
  })

  it('gives a download that rests for longer than a server may: the whole of it', async () => {
    const content = randomBytes(16 * mebibyte)
    const server = createServer((_request, response) => void response.end(content))
    await once(server.listen(0, '127.0.0.1'), 'listening')
    cleanUps.push(
      () => server.close(),
      () => server.closeAllConnections(),
    )
    const { port } = server.address() as AddressInfo
    const url = new URL(`s3://KEY:SECRET@127.0.0.1:${port}/bucket?tls=off`)
    const body = await createS3Storage(url, { connectMs: 200, idleMs: 200 }).get('some/1.enc')
    // This time is what the test is about: there is no condition to wait for.
    await delay(1_000)
    expect(content.equals(await buffer(body))).toBe(true)
  })

  it.each([
    [507, 'InsufficientStorage', true],
    [403, 'QuotaExceeded', true],
    [403, 'AccessDenied', false],
    [404, 'NoSuchBucket', false],
    [500, 'InternalError', false],
  ])('that answers %i %s is told full from broken', async (status, code, isFull) => {
    const s3 = await startS3(() => s3Error(status, code))
    const failed = await createS3Storage(s3.url)
      .put('some/1.enc', someBytes())
      .catch((error) => error)
    expect([failed, failed.isFull]).toEqual([expect.any(StorageError), isFull])
  })

  it('tells of uploads that were begun, page by page, and gives each up', async () => {
    const upload = (key: string, id: string) =>
      `<Upload><Key>${key}</Key><UploadId>${id}</UploadId><Initiated>2026-11-24T09:00:00.000Z</Initiated></Upload>`
    const page = (content: string, truncated: boolean) =>
      s3Answer(
        `<ListMultipartUploadsResult><Bucket>bucket</Bucket><IsTruncated>${truncated}</IsTruncated>${content}</ListMultipartUploadsResult>`,
      )
    const next = '<NextKeyMarker>a/1.enc</NextKeyMarker><NextUploadIdMarker>u1</NextUploadIdMarker>'
    const s3 = await startS3((request) => {
      if (request.startsWith('DELETE')) return { status: 204 }
      if (request.includes('key-marker')) return page(upload('b/1.enc', 'u2'), false)
      return page(upload('a/1.enc', 'u1') + next, true)
    })
    const found = await Readable.from(createS3Storage(s3.url).listUnfinished()).toArray()
    expect(found.map(({ key, begunAt }) => [key, begunAt.toISOString()])).toEqual([
      ['a/1.enc', '2026-11-24T09:00:00.000Z'],
      ['b/1.enc', '2026-11-24T09:00:00.000Z'],
    ])
    for (const { remove } of found) await remove()
    expect(s3.requests.slice(2)).toEqual([
      'DELETE /bucket/a/1.enc?uploadId=u1',
      'DELETE /bucket/b/1.enc?uploadId=u2',
    ])
  })
})
