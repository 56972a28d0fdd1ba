// A stored file that was altered in any way never becomes a download that looks whole: a clear error before the first
// byte, or a break before the last. What was sent until then is the true beginning of what was asked for.
import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fileKeyPlace, storageKeyOf } from '../../src/exports/stored-file.ts'
import { createFieldCipher } from '../../src/platform/encryption/field-encryption.ts'
import { createFileKey, encryptFile } from '../../src/platform/encryption/file-encryption.ts'
import { createStorage, type Storage } from '../../src/platform/storage/storage.ts'
import { compress } from '../../src/platform/streams/compression.ts'
import { databaseId, giveExport } from '../support/exports.ts'
import { testEncryptionKey } from '../support/keys.ts'
import { createSealer } from '../support/sealer.ts'
import { openBucket, openDirectory, usePlace } from '../support/storage-places.ts'
import { useApp } from '../support/use-app.ts'

const ownerEmail = 'owner@summitridge.example'
const headerBytes = 24
const plainChunk = 64 * 1024
const sealedChunk = plainChunk + 17
const cipher = createFieldCipher(testEncryptionKey)

type Stored = { id: string; key: string; plain: Buffer; sealed: Buffer }

/** Where files are, and how many random places are altered in each. */
const places = [
  { name: 'a directory', positions: 150, compressed: false, open: openDirectory },
  { name: 'a directory, compressed', positions: 50, compressed: true, open: openDirectory },
  { name: 'a bucket of S3', positions: 15, compressed: true, open: openBucket },
]

describe.each(places)('in $name', ({ open, positions, compressed }) => {
  const place = usePlace(open)
  const app = useApp({ config: () => ({ storageUrl: place.url }) })
  // Runs before the app stops and is checked for leaks: idle connections of this server are not the app's.
  afterAll(() => place.close())
  let storage: Storage
  let token: string | undefined
  /** Three chunks and a bit; and three whole ones. */
  let file: Stored
  let full: Stored

  beforeAll(async () => {
    storage = await createStorage(place.url)
    token = (await app.signIn(ownerEmail)).token
    file = await store(3 * plainChunk + 1000)
    full = await store(3 * plainChunk)
  })

  /** A finished export with such a file, encrypted as its job would. */
  async function store(byteSize: number): Promise<Stored> {
    const id = databaseId(await giveExport(app, ownerEmail))
    const [plain, fileKey, key] = [randomBytes(byteSize), createFileKey(), storageKeyOf(id, 1)]
    const content = compressed ? compress(Readable.from([plain])) : Readable.from([plain])
    const sealed = await buffer(Readable.from(encryptFile(content, fileKey)))
    const seal = await createSealer(cipher)
    await storage.put(key, Readable.from([sealed]))
    await app.db.export.update({
      where: { id },
      data: {
        attempt: 1,
        rowCount: 1,
        byteSize: BigInt(byteSize),
        sha256: createHash('sha256').update(plain).digest('hex'),
        storageKey: key,
        fileCompressed: compressed,
        fileKey: new Uint8Array(seal(fileKey, fileKeyPlace(id))),
        expiresAt: new Date(Date.now() + 3_600_000),
      },
    })
    return { id, key, plain, sealed }
  }

  /** What a client has got when the answer ends or breaks. */
  async function fetchRange(id: string, range: string | null) {
    const headers = { authorization: `Bearer ${token}`, ...(range && { range }) }
    const response = await fetch(`${app.url}/exports/${id}/download`, { headers })
    const pieces: Uint8Array[] = []
    let broken = false
    try {
      for await (const piece of response.body ?? []) pieces.push(piece)
    } catch {
      broken = true
    }
    const { status } = response
    return {
      status,
      broken,
      body: Buffer.concat(pieces),
      length: Number(response.headers.get('content-length')),
    }
  }

  const ranges = (size: number): [string | null, number][] => [
    [null, 0],
    ['bytes=0-', 0],
    [`bytes=${plainChunk + 5}-`, plainChunk + 5],
    ['bytes=-10', size - 10],
  ]

  /** Puts these bytes in the place of the file: nothing that goes up to its end can be had whole. */
  async function expectNeverWhole({ id, key, plain, sealed }: Stored, altered: Buffer, what: string) {
    await app.db.rateLimit.deleteMany()
    expect(altered.equals(sealed), what).toBe(false)
    await storage.put(key, Readable.from([altered]))
    const expectBroken = async ([range, start]: [string | null, number]) => {
      const got = await fetchRange(id, range)
      const told = `${what}, ${range}`
      if (got.status === 410) {
        expect(JSON.parse(String(got.body)), told).toMatchObject({ error: { code: 'FILE_UNAVAILABLE' } })
      } else {
        expect([got.status, got.broken], told).toEqual([range ? 206 : 200, true])
        expect(got.body.length, told).toBeLessThan(got.length)
        expect(got.body.equals(plain.subarray(start, start + got.body.length)), told).toBe(true)
      }
    }
    await Promise.all(ranges(plain.length).map(expectBroken))
    await storage.put(key, Readable.from([sealed]))
  }

  const chunkAt = (n: number) => headerBytes + n * sealedChunk
  const chunksOf = ({ sealed }: Stored) => {
    const chunks: Buffer[] = []
    for (let at = headerBytes; at < sealed.length; at += sealedChunk)
      chunks.push(sealed.subarray(at, at + sealedChunk))
    return { header: sealed.subarray(0, headerBytes), chunks }
  }

  it('the untouched files come whole, by every range', async () => {
    for (const { id, plain } of [file, full]) {
      for (const [range, start] of ranges(plain.length)) {
        const got = await fetchRange(id, range)
        expect([got.status, got.broken, got.body.equals(plain.subarray(start))]).toEqual([
          range ? 206 : 200,
          false,
          true,
        ])
      }
    }
  })

  it('one byte changed, anywhere', async () => {
    const { length } = file.sealed
    const fixed = [0, headerBytes - 1, length - 1, length - 17]
    for (let chunk = 0; chunk <= 3; chunk++)
      fixed.push(chunkAt(chunk), chunkAt(chunk) + 1, chunkAt(chunk) + 900)
    for (let chunk = 1; chunk <= 3; chunk++) fixed.push(chunkAt(chunk) - 1, chunkAt(chunk) - 16)
    const change = (at: number) => {
      const altered = Buffer.from(file.sealed)
      altered[at] = (altered[at] ?? 0) ^ (1 << (at % 8))
      return altered
    }
    const random = Array.from({ length: positions }, () => Math.floor(Math.random() * length))
    for (const at of [...fixed, ...random]) await expectNeverWhole(file, change(at), `byte ${at}`)
  }, 120_000)

  it('cut at and around every boundary, and midway', async () => {
    for (const each of [file, full]) {
      const cuts = [0, 1, headerBytes - 1, headerBytes, each.sealed.length - 1]
      for (let chunk = 0; chunk < 3; chunk++) {
        cuts.push(chunkAt(chunk) + 17, chunkAt(chunk) + 30_000, chunkAt(chunk + 1) - 1)
        if (chunkAt(chunk + 1) < each.sealed.length) cuts.push(chunkAt(chunk + 1))
      }
      for (const cut of cuts) await expectNeverWhole(each, each.sealed.subarray(0, cut), `cut at ${cut}`)
    }
  }, 120_000)

  it('chunks swapped, repeated or left out', async () => {
    for (const each of [file, full]) {
      const { header, chunks } = chunksOf(each)
      const last = chunks.length - 1
      const orders = chunks.flatMap((_chunk, n) => {
        const all = chunks.map((_each, index) => index)
        const swapped = all.with(n, (n + 1) % chunks.length).with((n + 1) % chunks.length, n)
        return [swapped, all.toSpliced(n, 0, n), all.toSpliced(n, 1)]
      })
      for (const order of [...orders, [last]]) {
        const parts = order.map((n) => chunks[n] ?? Buffer.alloc(0))
        await expectNeverWhole(each, Buffer.concat([header, ...parts]), `chunks ${order}`)
      }
    }
  }, 120_000)

  it('with bytes added at its end', async () => {
    for (const each of [file, full]) {
      for (const count of [1, 17, 18, sealedChunk]) {
        const altered = Buffer.concat([each.sealed, randomBytes(count)])
        await expectNeverWhole(each, altered, `${count} bytes added`)
      }
      await expectNeverWhole(each, Buffer.concat([each.sealed, each.sealed]), 'twice')
    }
  })

  it("another export's file in its place", async () => {
    await expectNeverWhole(file, full.sealed, "another's")
    await expectNeverWhole(
      file,
      Buffer.concat([file.sealed.subarray(0, chunkAt(1)), full.sealed.subarray(chunkAt(1))]),
      "another's end",
    )
  })

  it('a part before the damage is what it was, or an error', async () => {
    const altered = Buffer.from(file.sealed)
    altered[chunkAt(3) + 50] = (altered[chunkAt(3) + 50] ?? 0) ^ 1
    await storage.put(file.key, Readable.from([altered]))
    const got = await fetchRange(file.id, 'bytes=100-70000')
    expect([got.status, got.broken, got.body.equals(file.plain.subarray(100, 70_001))]).toEqual([
      206,
      false,
      true,
    ])
    await storage.put(file.key, Readable.from([file.sealed]))
  })
})
