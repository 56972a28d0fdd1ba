// One contract, two places to keep files: a directory, and a bucket behind a real S3 protocol server.
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createStorage, type Storage } from '../../src/platform/storage/storage.ts'
import { openBucket, openDirectory, usePlace } from '../support/storage-places.ts'

const mebibyte = 1024 * 1024

/** Bytes in pieces of odd sizes, as encryption yields them. */
const inPieces = (bytes: Buffer): Readable =>
  Readable.from(
    (function* () {
      for (let at = 0; at < bytes.length; at += 65_553) yield bytes.subarray(at, at + 65_553)
    })(),
  )

/** Fails after so many bytes. */
const failing = (length: number): Readable =>
  Readable.from(
    (async function* () {
      for (let sent = 0; sent < length; sent += 65_536) yield randomBytes(Math.min(65_536, length - sent))
      throw new Error('the source broke')
    })(),
  )

const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

describe.each([
  { name: 'a directory', open: openDirectory },
  { name: 'a bucket of S3', open: openBucket },
])('$name', ({ open }) => {
  const place = usePlace(open)
  let storage: Storage
  beforeAll(async () => {
    storage = await createStorage(place.url)
  })
  const listFolders = (): Promise<string[]> => Readable.from(storage.listFolders()).toArray()

  it.each([0, 1, mebibyte, 12 * mebibyte])('gives back %i bytes as they were', async (length) => {
    const bytes = randomBytes(length)
    await storage.put(`round/${length}.enc`, inPieces(bytes))
    const read = await buffer(await storage.get(`round/${length}.enc`))
    expect({ length: read.length, digest: digest(read) }).toEqual({ length, digest: digest(bytes) })
  })

  it('replaces what was under the key', async () => {
    await storage.put('again/1.enc', Readable.from([Buffer.from('the first, which is longer')]))
    await storage.put('again/1.enc', Readable.from([Buffer.from('the second')]))
    expect(String(await buffer(await storage.get('again/1.enc')))).toBe('the second')
  })

  // 0: before anything is written. 9 MiB: in a bucket, after the first of two parts.
  it.each([0, 100_000, 9 * mebibyte])(
    'leaves nothing of a source that fails after %i bytes',
    async (length) => {
      const source = failing(length)
      await expect(storage.put('broken/1.enc', source)).rejects.toThrow('the source broke')
      await expect(storage.get('broken/1.enc')).rejects.toThrow()
      expect(source.destroyed).toBe(true)
    },
  )

  it('rejects when there is nothing under the key, and deletes it all the same', async () => {
    await expect(storage.get('missing/1.enc')).rejects.toThrow()
    await storage.delete('missing/1.enc')
  })

  it('deletes that key and no other', async () => {
    await storage.put('pair/1.enc', Readable.from([Buffer.from('one')]))
    await storage.put('pair/2.enc', Readable.from([Buffer.from('two')]))
    await storage.delete('pair/1.enc')
    await expect(storage.get('pair/1.enc')).rejects.toThrow()
    expect(String(await buffer(await storage.get('pair/2.enc')))).toBe('two')
  })

  it('deletes a folder and no other, and lists those that there are', async () => {
    const keys = ['here/1.enc', 'here/2.enc', 'here-too/1.enc']
    for (const key of keys) await storage.put(key, Readable.from([Buffer.from(key)]))
    expect(await listFolders()).toEqual(expect.arrayContaining(['here', 'here-too']))
    await storage.deleteFolder('here')
    await storage.deleteFolder('here')
    const left = await listFolders()
    expect([left.includes('here'), left.includes('here-too')]).toEqual([false, true])
    for (const key of keys.slice(0, 2)) await expect(storage.get(key)).rejects.toThrow()
    expect(String(await buffer(await storage.get('here-too/1.enc')))).toBe('here-too/1.enc')
  })

  it('says where files go without the credentials', () => {
    expect(storage.location).not.toContain('S3RVER')
  })
})

describe('a directory of files', () => {
  it("is its user's alone, whatever the umask", async () => {
    const root = await mkdtemp(join(tmpdir(), 'vestibule-files-'))
    await chmod(root, 0o755)
    const umask = process.umask(0)
    try {
      const storage = await createStorage(pathToFileURL(join(root, 'exports')).href)
      await storage.put('some/1.enc', Readable.from([Buffer.from('x')]))
      const modeOf = async (path: string) => ((await stat(join(root, path))).mode & 0o777).toString(8)
      expect(await Promise.all(['exports', 'exports/some', 'exports/some/1.enc', '.'].map(modeOf))).toEqual([
        '700',
        '700',
        '600',
        '755',
      ])
    } finally {
      process.umask(umask)
      await rm(root, { recursive: true })
    }
  })

  it('fails, and takes the source with it, where it cannot write', async () => {
    const root = await mkdtemp(join(tmpdir(), 'vestibule-files-'))
    // A directory in the place of the file.
    await mkdir(join(root, 'some', '1.enc'), { recursive: true })
    const storage = await createStorage(pathToFileURL(root).href)
    const source = failing(100_000)
    await expect(storage.put('some/1.enc', source)).rejects.toThrow('EISDIR')
    expect(source.destroyed).toBe(true)
    expect(await readdir(join(root, 'some'))).toEqual(['1.enc'])
    await rm(root, { recursive: true })
  })
})

describe('a strict S3', () => {
  let server: Server
  const lengths: (string | undefined)[] = []
  let answer = 200
  beforeAll(async () => {
    // What Amazon does, and s3rver does not: a body without Content-Length is refused (501 NotImplemented).
    server = createServer((request, response) => {
      if (request.method === 'PUT') lengths.push(request.headers['content-length'])
      request.resume().on('end', () => {
        response.writeHead(request.headers['transfer-encoding'] ? 501 : answer, { ETag: '"x"' }).end()
      })
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  const openStrict = () =>
    createStorage(`s3://KEY:SECRET@127.0.0.1:${(server.address() as AddressInfo).port}/bucket?tls=off`)

  it('is told the length of what is sent', async () => {
    await (await openStrict()).put('some/1.enc', inPieces(randomBytes(100_000)))
    expect(lengths).toEqual(['100000'])
  })

  it('makes the put fail when it refuses', async () => {
    answer = 403
    const source = inPieces(randomBytes(100_000))
    await expect((await openStrict()).put('some/1.enc', source)).rejects.toThrow()
    expect(source.destroyed).toBe(true)
  })
})
