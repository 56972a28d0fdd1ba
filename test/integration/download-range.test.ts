// Resuming a download, a client that is slow or leaves, and access that is lost exactly between a look and its act.
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, get, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { endSessions } from '../../src/auth/devices/end-access.ts'
import { serveDownload } from '../../src/exports/download/serve-download.ts'
import { exportTopic } from '../../src/exports/ending/end-exports.ts'
import { expireExports } from '../../src/exports/ending/expire-exports.ts'
import { revokeExports } from '../../src/exports/ending/revoke-exports.ts'
import { requestExport } from '../../src/exports/request/request-export.ts'
import { runExport } from '../../src/exports/run/run-export.ts'
import { fileKeyPlace, storageKeyOf } from '../../src/exports/stored-file.ts'
import type { CurrentSession } from '../../src/identity/session.ts'
import { createFileKey, encryptFile } from '../../src/platform/encryption/file-encryption.ts'
import type { Change } from '../../src/platform/events/events.ts'
import { databaseId, giveExport } from '../support/exports.ts'
import { inBetween } from '../support/people.ts'
import { createSealer } from '../support/sealer.ts'
import {
  listOpenFiles,
  memberId,
  nowhere,
  startTestServices,
  type TestServices,
} from '../support/services.ts'
import { until } from '../support/until.ts'

const ownerEmail = 'owner@summitridge.example'
const mebibyte = 1024 * 1024
const plain = randomBytes(32 * mebibyte)
const sha256 = createHash('sha256').update(plain).digest('hex')

let services: TestServices
let session: CurrentSession
let server: Server
let url: string
let exportId: string
/** Makes the export one whose file can be downloaded; an owner who loses access loses it. */
let giveFile: () => Promise<unknown>
/** Bytes that were read from the storage. */
let read = 0

beforeAll(async () => {
  services = await startTestServices()
  session = await services.signIn(ownerEmail)
  exportId = databaseId(await giveExport(services.database, ownerEmail))
  const [fileKey, storageKey] = [createFileKey(), storageKeyOf(exportId, 1)]
  await services.storage.put(storageKey, Readable.from(encryptFile(Readable.from([plain]), fileKey)))
  const seal = await createSealer(services.cipher)
  const data = {
    status: 'COMPLETED',
    rowCount: 7,
    byteSize: BigInt(plain.length),
    sha256,
    storageKey,
    fileKey: new Uint8Array(seal(fileKey, fileKeyPlace(exportId))),
    expiresAt: new Date(Date.now() + 3_600_000),
  } as const
  giveFile = () => services.db.export.update({ where: { id: exportId }, data })
  await giveFile()
  const storage: TestServices['storage'] = {
    ...services.storage,
    async get(key) {
      const stored = await services.storage.get(key)
      stored.on('data', (piece: Buffer) => {
        read += piece.length
      })
      return stored.pause()
    },
  }
  const client = { ipAddress: '127.0.0.1', userAgent: 'test' }
  server = createServer(
    (request, response) =>
      void serveDownload({ ...services, storage }, { request, response, client }, session, exportId),
  )
  await once(server.listen(0, '127.0.0.1'), 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await services.stop()
})
beforeEach(async () => {
  read = 0
  await services.db.export.update({ where: { id: exportId }, data: { downloadCount: 0 } })
})
afterEach(() => until(() => expect(listOpenFiles(services.filesDir)).toEqual([])))

const readCount = async () =>
  (await services.db.export.findUniqueOrThrow({ where: { id: exportId } })).downloadCount
const lastNoted = async () =>
  (
    await services.db.auditEvent.findFirst({
      where: { action: 'export.downloaded' },
      orderBy: { id: 'desc' },
    })
  )?.details
const fetchPart = async (headers: Record<string, string>) => {
  const response = await fetch(url, { headers })
  return {
    status: response.status,
    headers: response.headers,
    body: Buffer.from(await response.arrayBuffer()),
  }
}

describe('a range', () => {
  it.each([
    [0, 99],
    [65_535, 65_536],
    [65_536, 131_071],
    [5_000_000, 5_000_000],
    [31 * mebibyte, 32 * mebibyte - 1],
  ])('of bytes %i to %i comes as such', async (from, to) => {
    const part = await fetchPart({ range: `bytes=${from}-${to}` })
    expect(part.status).toBe(206)
    expect(part.body.equals(plain.subarray(from, to + 1))).toBe(true)
    expect(Object.fromEntries(part.headers)).toMatchObject({
      'content-range': `bytes ${from}-${to}/${plain.length}`,
      'content-length': String(to + 1 - from),
      'accept-ranges': 'bytes',
      etag: `"${sha256}"`,
      'repr-digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
      'x-export-row-count': '7',
    })
    // What goes on in the middle continues a download: noted, and not counted again.
    expect(await readCount()).toBe(from === 0 ? 1 : 0)
    expect(await lastNoted()).toMatchObject({ how: 'session', range: `bytes ${from}-${to}/${plain.length}` })
  })

  it('reads no further than it goes', async () => {
    await fetchPart({ range: 'bytes=0-99' })
    expect(read).toBeLessThan(mebibyte)
  })

  it('goes on where a download broke off, as long as the file is the same', async () => {
    const rest = await fetchPart({ range: 'bytes=1000000-', 'if-range': `"${sha256}"` })
    const whole = Buffer.concat([plain.subarray(0, 1_000_000), rest.body])
    expect([rest.status, createHash('sha256').update(whole).digest('hex')]).toEqual([206, sha256])
    const other = await fetchPart({ range: 'bytes=1000000-', 'if-range': '"other"' })
    expect([other.status, other.body.equals(plain)]).toEqual([200, true])
  })

  it('outside the file is 416 and several are the whole: nothing is opened for the one', async () => {
    const outside = await fetchPart({ range: `bytes=${plain.length}-` })
    expect([outside.status, outside.headers.get('content-range')]).toEqual([416, `bytes */${plain.length}`])
    expect([read, await readCount()]).toEqual([0, 0])
    const several = await fetchPart({ range: 'bytes=0-1,5-6' })
    expect([several.status, several.body.equals(plain)]).toEqual([200, true])
  })

  it('is not for HEAD, which opens and counts nothing', async () => {
    const head = await fetch(url, { method: 'HEAD', headers: { range: 'bytes=5-6' } })
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(plain.length)])
    expect([read, await readCount()]).toEqual([0, 0])
  })
})

const open = () => new Promise<IncomingMessage>((resolve) => get(url, { agent: false }, resolve))

describe('a client', () => {
  it('that reads slowly holds the reading back, and gets all of it', async () => {
    const response = await open()
    let seen = -1
    // Nothing is read from the answer: what the sockets hold is full once no more comes from the storage.
    await until(() => {
      const still = read === seen
      seen = read
      if (!still || read === 0) throw new Error('It is still being read')
    }, 200)
    expect(read).toBeLessThan(plain.length / 2)
    const got = await buffer(response)
    expect(got.equals(plain)).toBe(true)
  })

  it('that leaves midway leaves nothing open', async () => {
    const response = await open()
    await once(response, 'readable')
    response.destroy()
    await until(() => expect(listOpenFiles(services.filesDir)).toEqual([]))
    expect(read).toBeLessThan(plain.length)
  })
})

describe('a download under way', () => {
  afterEach(async () => {
    await services.db.teamMember.update({ where: { email: ownerEmail }, data: { sensitiveDataAccess: true } })
    session = await services.signIn(ownerEmail)
    await giveFile()
  })
  const isClosed = () => until(() => expect(listOpenFiles(services.filesDir)).toEqual([]))
  const inTransaction = (work: (change: Change) => Promise<unknown>) =>
    services.events.transact(services.db, work)
  const loseAccess = ({ tx }: Change) =>
    tx.teamMember.update({ where: { email: ownerEmail }, data: { sensitiveDataAccess: false } })

  const revoke = () =>
    inTransaction(async (change) => {
      await loseAccess(change)
      await revokeExports(change, session.teamMemberId)
    })
  const end = () => inTransaction((change) => endSessions(change, session.teamMemberId))
  const loseSilently = () => inTransaction(loseAccess)

  it.each([
    ['its owner loses access', revoke],
    ['its session ends', end],
    ['its owner loses access, and no hint of it comes', loseSilently],
  ])('is cut off when %s', async (_when, happen) => {
    const response = await open()
    await once(response, 'readable')
    await happen()
    // Its client takes nothing: it is the server that lets go.
    await isClosed()
    let got = 0
    const reading = (async () => {
      for await (const piece of response) got += piece.length
    })()
    await expect(reading).rejects.toThrow('aborted')
    expect(got).toBeLessThan(plain.length)
    expect(read).toBeLessThan(plain.length)
  })

  it('ends whole when the 72 hours are over meanwhile', async () => {
    const response = await open()
    await once(response, 'readable')
    await services.db.$executeRaw`UPDATE export SET expires_at = now() WHERE id = ${exportId}::uuid`
    expect(await expireExports(services)).toBe(1)
    const looked = Promise.withResolvers<void>()
    const stop = services.events.subscribe(exportTopic(exportId), () => looked.resolve())
    await inTransaction(async ({ announce }) => announce(exportTopic(exportId)))
    await looked.promise
    stop()
    const got = await buffer(response)
    expect(got.equals(plain)).toBe(true)
    expect((await fetchPart({})).status).toBe(404)
  })
})

describe('a member', () => {
  it('begins 120 downloads or parts of one in ten minutes, and is told when to go on', async () => {
    await services.db.rateLimit.deleteMany()
    const statuses: number[] = []
    for (let round = 0; round < 13; round++) {
      const parts = Array.from({ length: 10 }, () => fetchPart({ range: 'bytes=1-1' }))
      statuses.push(...(await Promise.all(parts)).map(({ status }) => status))
    }
    expect(statuses.filter((status) => status === 206)).toHaveLength(120)
    read = 0
    const refused = await fetchPart({})
    expect([refused.status, JSON.parse(refused.body.toString())]).toEqual([
      429,
      {
        error: {
          code: 'RATE_LIMITED',
          message: 'You have downloaded too much in a short time. Try again in 10 minutes.',
        },
      },
    ])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(500)
    expect(read).toBe(0)
    await services.db.$executeRaw`UPDATE rate_limit SET resets_at = now()`
    expect((await fetchPart({ range: 'bytes=1-1' })).status).toBe(206)
    await services.db.rateLimit.deleteMany()
  })
})

describe('Sensitive Data Access that is lost exactly between', () => {
  const lock = { sql: 'SELECT 1 FROM team_member WHERE id = $1 FOR UPDATE', id: memberId(ownerEmail) }
  const loss = 'UPDATE team_member SET sensitive_data_access = false WHERE id = $1'
  const request = { kind: 'TAX_INFORMATION', format: 'CSV', filter: {}, idempotencyKey: null } as const
  afterEach(async () => {
    await services.db.teamMember.update({ where: { email: ownerEmail }, data: { sensitiveDataAccess: true } })
    await giveFile()
  })
  const signal = new AbortController().signal
  const readStatus = async (id: string) =>
    (await services.db.export.findUniqueOrThrow({ where: { id } })).status

  it('the request and its row: there is none', async () => {
    const before = await services.db.export.count()
    const asking = () =>
      requestExport(services, { session: session, client: nowhere }, request).catch((error) => error)
    expect(await inBetween(services, lock, asking, loss)).toMatchObject({
      code: 'SENSITIVE_DATA_ACCESS_REQUIRED',
    })
    expect(await services.db.export.count()).toBe(before)
  })

  it('the job and its start: REVOKED, and nothing is written', async () => {
    const { id } = await requestExport(services, { session: session, client: nowhere }, request)
    const files = await services.files()
    await inBetween(services, lock, () => runExport(services, { exportId: id }, signal), loss)
    expect([await readStatus(id), await services.files()]).toEqual(['REVOKED', files])
  })

  it('the written file and its completion: REVOKED, and the file is gone', async () => {
    const { id } = await requestExport(services, { session: session, client: nowhere }, request)
    const files = await services.files()
    const written = Promise.withResolvers<void>()
    const go = Promise.withResolvers<void>()
    const put: TestServices['storage']['put'] = async (key, source) => {
      await services.storage.put(key, source)
      written.resolve()
      await go.promise
    }
    const running = runExport(
      { ...services, storage: { ...services.storage, put } },
      { exportId: id },
      signal,
    )
    await written.promise
    const finish = () => {
      go.resolve()
      return running
    }
    await inBetween(services, lock, finish, loss)
    expect([await readStatus(id), await services.files()]).toEqual(['REVOKED', files])
    expect(await services.db.notification.count({ where: { exportId: id } })).toBe(0)
  })

  it('the opened file and its deletion: as if there were none', async () => {
    const row = await services.db.export.findUniqueOrThrow({ where: { id: exportId } })
    const answer = await inBetween(
      services,
      lock,
      () => fetchPart({}),
      'DELETE FROM export WHERE owner_id = $1',
    )
    await services.db.export.create({ data: { ...row, filter: {} } })
    expect([answer.status, answer.headers.get('etag'), read > 0]).toEqual([404, null, true])
  })

  it('the opened file and its first byte: as if there were none, uncounted and noted as denied', async () => {
    const denied = () => services.db.auditEvent.count({ where: { action: 'export.download_denied' } })
    const before = await denied()
    const answer = await inBetween(services, lock, () => fetchPart({}), loss)
    expect([answer.status, answer.headers.get('etag')]).toEqual([404, null])
    expect([await readCount(), await denied()]).toEqual([0, before + 1])
    // The file had been opened: it was a look at its right that was refused, not at its being there.
    expect(read).toBeGreaterThan(0)
  })
})

it('a session that ends exactly between the opened file and its first byte gets nothing', async () => {
  const lock = { sql: 'SELECT 1 FROM team_member WHERE id = $1 FOR UPDATE', id: memberId(ownerEmail) }
  const end = 'DELETE FROM session WHERE team_member_id = $1'
  expect((await inBetween(services, lock, () => fetchPart({}), end)).status).toBe(404)
  expect([await readCount(), read > 0]).toEqual([0, true])
  session = await services.signIn(ownerEmail)
})
