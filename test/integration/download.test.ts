// The download: whole and counted, or visibly broken. Its content is found nowhere else.
import { createHash, type Hash, randomBytes } from 'node:crypto'
import { readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { fileKeyPlace } from '../../src/exports/stored-file.ts'
import type { CurrentSession } from '../../src/identity/session.ts'
import { importInvestors } from '../../src/investors/import/import-investors.ts'
import { createFieldCipher } from '../../src/platform/encryption/field-encryption.ts'
import { decryptFile } from '../../src/platform/encryption/file-encryption.ts'
import { createStorage, type Storage } from '../../src/platform/storage/storage.ts'
import { decompress } from '../../src/platform/streams/compression.ts'
import { beginTestSession } from '../support/begin-session.ts'
import type { ApiClient } from '../support/client.ts'
import { askForExport, openExport, untilExport } from '../support/exports.ts'
import { testEncryptionKey } from '../support/keys.ts'
import { listOpenFiles, memberId } from '../support/services.ts'
import { until } from '../support/until.ts'
import { useApp } from '../support/use-app.ts'

const ownerEmail = 'owner@summitridge.example'
const secrets = ['943-71-8265', '943718265', '60917342885', 'Quillfeather Holdings', '17 Thornbury Mews']
const cipher = createFieldCipher(testEncryptionKey)

const app = useApp()
let owner: ApiClient
/** What the app itself opens files with. */
let storage: Storage
let session: CurrentSession
let asked: { id: string; databaseId: string; path: string }
/** Where its file is, and what is in it. */
let file: string
let stored: Buffer

beforeAll(async () => {
  owner = await app.signIn(ownerEmail)
  storage = await createStorage(pathToFileURL(join(app.dataDir, 'exports')).href)
  const signedIn = await beginTestSession(app.db, memberId(ownerEmail))
  session = signedIn.session
  const header = 'name,profile_type,address,tax_id,bank_routing_number,bank_account_number\n'
  const row = `${secrets[3]},ENTITY,${secrets[4]},${secrets[0]},021000021,${secrets[2]}\n`
  // Enough for a file of several chunks of 64 KiB, compressed as it is.
  const noise = () => randomBytes(150).toString('hex')
  const rest = Array.from({ length: 2000 }, (_, n) => `Investor ${n},ENTITY,${noise()},,,\n`)
  const csv = Readable.from([header, row, ...rest])
  await importInvestors({ pool: app.pool, cipher, accountName: 'Summit Ridge Capital', csv })
  asked = await askForExport(owner)
  await untilExport(app.db, asked.databaseId, 'COMPLETED')
  file = join(app.dataDir, 'exports', asked.databaseId, '1.enc')
  stored = await readFile(file)
})
beforeEach(async () => {
  await writeFile(file, stored)
  await app.db.export.update({ where: { id: asked.databaseId }, data: { downloadCount: 0 } })
})

const readRow = () => app.db.export.findUniqueOrThrow({ where: { id: asked.databaseId } })
const readCount = async () => (await readRow()).downloadCount
const errorsLogged = () => app.logs.map((line) => JSON.parse(line)).filter(({ level }) => level >= 50)

/** Reads to the end, or until the connection breaks. */
async function readToEnd(response: Response): Promise<{ bytes: number; broken: boolean; hash: Hash }> {
  const hash = createHash('sha256')
  let bytes = 0
  try {
    for await (const piece of response.body ?? []) {
      bytes += piece.length
      hash.update(piece)
    }
    return { bytes, broken: false, hash }
  } catch {
    return { bytes, broken: true, hash }
  }
}

const openFiles = () => listOpenFiles(join(app.dataDir, 'exports'))

const flip = async (offset: number) => {
  const altered = Buffer.from(stored)
  altered[offset] = (altered[offset] ?? 0) ^ 1
  await writeFile(file, altered)
}

const headerBytes = 24
const sealedChunk = 64 * 1024 + 17

describe('a whole file', () => {
  it('comes with what a client needs to keep it safe and to check it', async () => {
    const row = await readRow()
    const response = await owner.get(asked.path)
    const { bytes, broken, hash } = await readToEnd(response)
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-length': String(row.byteSize),
      'content-disposition': `attachment; filename="banking-and-tax-information-${row.requestedAt.toISOString().slice(0, 10)}.csv"`,
      'cache-control': 'no-store',
      'accept-ranges': 'bytes',
      etag: `"${row.sha256}"`,
      'x-export-row-count': String(row.rowCount),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'repr-digest': `sha-256=:${Buffer.from(row.sha256 ?? '', 'hex').toString('base64')}:`,
    })
    expect({ bytes, broken }).toEqual({ bytes: Number(row.byteSize), broken: false })
    expect(hash.digest('hex')).toBe(row.sha256)
    expect(bytes).toBeGreaterThan(200_000)
  })

  it('is counted once a download, with its time', async () => {
    for (const expected of [1, 2, 3]) {
      await readToEnd(await owner.get(asked.path))
      expect(await readCount()).toBe(expected)
    }
    await Promise.all(Array.from({ length: 5 }, async () => readToEnd(await owner.get(asked.path))))
    const row = await readRow()
    expect(row.downloadCount).toBe(8)
    expect(row.lastDownloadedAt?.getTime()).toBeGreaterThan(row.completedAt?.getTime() ?? Infinity)
  })

  it('comes to a browser with its cookie', async () => {
    const headers = { cookie: `vestibule_session=${owner.token}` }
    const response = await fetch(`${app.url}${asked.path}`, { headers })
    expect([response.status, (await readToEnd(response)).broken]).toEqual([200, false])
  })

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('does not come to %s', async (method) => {
    const headers = { authorization: `Bearer ${owner.token}` }
    const response = await fetch(`${app.url}${asked.path}`, { method, headers })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
    expect(await response.text()).not.toContain('external_id')
    expect(await readCount()).toBe(0)
  })

  it('is closed when the client is gone before its first byte', async () => {
    const content = await openExport({ db: app.db, cipher, storage }, session, asked.databaseId)
    expect(openFiles()).toEqual(process.platform === 'linux' ? [file] : [])
    Readable.from(content ?? []).destroy()
    await until(() => expect(openFiles()).toEqual([]))
  })
})

describe('a damaged file', () => {
  const gone = {
    error: {
      code: 'FILE_UNAVAILABLE',
      message: 'The file of this export is damaged or missing. Request the export again.',
    },
  }

  it.each([
    ['deleted', () => rm(file)],
    ['empty', () => truncate(file, 0)],
    ['cut in its header', () => truncate(file, 10)],
    ['cut in its first chunk', () => truncate(file, 1000)],
    ['altered in its header', () => flip(3)],
    ['altered in its first chunk', () => flip(headerBytes + 100)],
    ['altered in the tag of its first chunk', () => flip(headerBytes + sealedChunk - 1)],
  ])('that is %s is 410, and not counted', async (_how, damage) => {
    await damage()
    const before = await readRow()
    const response = await owner.get(asked.path)
    expect([response.status, await response.json()]).toEqual([410, gone])
    expect(await readRow()).toEqual(before)
    expect(errorsLogged().at(-1)).toMatchObject({ msg: 'download failed', exportId: asked.databaseId })
    await until(() => expect(openFiles()).toEqual([]))
  })

  it.each([
    ['altered in a later chunk', () => flip(headerBytes + 2 * sealedChunk + 100), 2],
    ['cut in a later chunk', () => truncate(file, headerBytes + 2 * sealedChunk + 100), 2],
    ['cut between two chunks', () => truncate(file, headerBytes + 3 * sealedChunk), 3],
    ['without its last byte', () => truncate(file, stored.length - 1), null],
  ])('that is %s breaks off, so that nobody takes it for whole', async (_how, damage, chunks) => {
    await damage()
    const logged = errorsLogged().length
    const response = await owner.get(asked.path)
    const { bytes, broken } = await readToEnd(response)
    expect({ status: response.status, broken }).toEqual({ status: 200, broken: true })
    expect(bytes).toBeLessThan(Number(response.headers.get('content-length')))
    // Nothing from the damaged chunk on was sent. Zstandard's blocks of 128 KiB do not end where chunks do.
    const all = (stored.length - headerBytes) / sealedChunk
    const sound = (chunks ?? Math.floor(all)) / all
    expect(bytes).toBeLessThanOrEqual(sound * Number((await readRow()).byteSize) + 128 * 1024)
    await until(() => expect(errorsLogged().length).toBe(logged + 1))
    expect(errorsLogged().at(-1)).toMatchObject({ msg: 'download failed', err: { type: 'DamagedFileError' } })
    await until(() => expect(openFiles()).toEqual([]))
  })

  it('swapped for the file of another export is 410', async () => {
    const other = await askForExport(owner, { kind: 'TAX_INFORMATION' })
    await untilExport(app.db, other.databaseId, 'COMPLETED')
    await writeFile(file, await readFile(join(app.dataDir, 'exports', other.databaseId, '1.enc')))
    expect((await owner.get(asked.path)).status).toBe(410)
  })
})

it('is over when the export has expired', async () => {
  const { expiresAt } = await readRow()
  await app.db.$executeRaw`UPDATE export SET expires_at = now() WHERE id = ${asked.databaseId}::uuid`
  const before = await readRow()
  expect((await owner.get(asked.path)).status).toBe(404)
  expect(await readRow()).toEqual(before)
  await app.db.export.update({ where: { id: asked.databaseId }, data: { expiresAt } })
})

it('is refused, uncounted and closed when access is lost while the file is opened', async () => {
  const give = (sensitiveDataAccess: boolean) =>
    app.db.teamMember.update({ where: { email: ownerEmail }, data: { sensitiveDataAccess } })
  const get = async (key: string) => {
    const opened = await storage.get(key)
    await give(false)
    return opened
  }
  const services = { db: app.db, cipher, storage: { ...storage, get } }
  expect(await openExport(services, session, asked.databaseId)).toBeNull()
  await give(true)
  expect(await readCount()).toBe(0)
  await until(() => expect(openFiles()).toEqual([]))
})

it('leaves its content nowhere else: not on the disk, in jobs, in logs or in the database', async () => {
  const { fileKey } = await readRow()
  const key = cipher.decrypt(fileKey ?? Buffer.alloc(0), fileKeyPlace(asked.databaseId))
  const plain = String(await buffer(decompress(decryptFile(Readable.from([stored]), key))))
  expect(stored.length).toBeLessThan(plain.length)
  const [taxId, , account, name, address] = secrets
  expect(plain).toContain(`,${name},,ENTITY,${address},${taxId},,,021000021,${account}\r\n`)
  const [jobs] = await app.db.$queryRaw<{ text: string }[]>`
    SELECT jsonb_agg(to_jsonb(job))::text AS text FROM pgboss.job`
  const [investors] = await app.db.$queryRaw<{ text: string }[]>`
    SELECT string_agg(encode(tax_id, 'escape') || encode(bank_account_number, 'escape'), ' ') AS text FROM investor`
  const places = { disk: stored.toString('latin1'), logs: app.logs.join(''), jobs: jobs?.text ?? '' }
  expect(places.jobs).toContain(asked.databaseId)
  expect(Buffer.from(fileKey ?? []).includes(key)).toBe(false)
  const hidden = [
    ...secrets,
    owner.token ?? '',
    key.toString('hex'),
    key.toString('base64'),
    key.toString('latin1'),
  ]
  for (const [place, text] of Object.entries({ ...places, investors: investors?.text ?? '' })) {
    expect(
      hidden.filter((secret) => text.includes(secret)),
      place,
    ).toEqual([])
  }
})
