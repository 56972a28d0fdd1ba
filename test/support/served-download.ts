// A server of one download: an export of 32 MiB, and what is read of its file while it is sent.
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, get, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { serveDownload } from '../../src/exports/download/serve-download.ts'
import { fileKeyPlace, storageKeyOf } from '../../src/exports/stored-file.ts'
import type { CurrentSession } from '../../src/identity/session.ts'
import { createFileKey, encryptFile } from '../../src/platform/encryption/file-encryption.ts'
import { databaseId, giveExport } from './exports.ts'
import { createSealer } from './sealer.ts'
import { listOpenFiles, type TestServices } from './services.ts'
import { until } from './until.ts'
import { useServices } from './use-services.ts'

export const downloadOwner = 'owner@summitridge.example'

export const mebibyte = 1024 * 1024

export type ServedDownload = {
  services: TestServices
  /** The owner's: every request to the server has it. */
  session: CurrentSession
  exportId: string
  /** What is in the file. */
  plain: Buffer
  sha256: string
  /** How many bytes were read from the storage. */
  bytesRead: number
  /** Makes the export one whose file can be downloaded; an owner who loses access loses it. */
  giveFile(): Promise<unknown>
  readCount(): Promise<number>
  fetchPart(headers: Record<string, string>): Promise<{ status: number; headers: Headers; body: Buffer }>
  fetchHead(headers: Record<string, string>): Promise<Response>
  /** Begins a download. What is not read of it is held back. */
  open(): Promise<IncomingMessage>
  /** Waits until nothing of the file is open. */
  untilClosed(): Promise<void>
}

/** The download of a test file. After each test nothing of it may be open. */
export function useServedDownload(): ServedDownload {
  const services = useServices()
  const plain = randomBytes(32 * mebibyte)
  let server: Server
  let url: string
  const download: ServedDownload = {
    services,
    session: {} as CurrentSession,
    exportId: '',
    plain,
    sha256: createHash('sha256').update(plain).digest('hex'),
    bytesRead: 0,
    giveFile: () => Promise.reject(new Error('There is no file yet')),
    readCount: async () =>
      (await services.db.export.findUniqueOrThrow({ where: { id: download.exportId } })).downloadCount,
    async fetchPart(headers) {
      const response = await fetch(url, { headers })
      const { status } = response
      return { status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) }
    },
    fetchHead: (headers) => fetch(url, { method: 'HEAD', headers }),
    open: () => new Promise((resolve) => get(url, { agent: false }, resolve)),
    untilClosed: () => until(() => expect(listOpenFiles(services.filesDir)).toEqual([])),
  }
  beforeAll(async () => {
    download.session = await services.signIn(downloadOwner)
    download.exportId = databaseId(await giveExport(services.database, downloadOwner))
    const data = await storeFile(download)
    download.giveFile = () => services.db.export.update({ where: { id: download.exportId }, data })
    await download.giveFile()
    server = serve(download)
    await once(server.listen(0, '127.0.0.1'), 'listening')
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => {
    server?.closeAllConnections()
    server?.close()
  })
  beforeEach(async () => {
    download.bytesRead = 0
    await services.db.export.update({ where: { id: download.exportId }, data: { downloadCount: 0 } })
  })
  afterEach(() => download.untilClosed())
  return download
}

/** Stores the file, encrypted. @returns what its export says of it. */
async function storeFile({ services, exportId, plain, sha256 }: ServedDownload) {
  const [fileKey, storageKey] = [createFileKey(), storageKeyOf(exportId, 1)]
  await services.storage.put(storageKey, Readable.from(encryptFile(Readable.from([plain]), fileKey)))
  const seal = await createSealer(services.cipher)
  return {
    status: 'COMPLETED',
    rowCount: 7,
    byteSize: BigInt(plain.length),
    sha256,
    storageKey,
    fileKey: new Uint8Array(seal(fileKey, fileKeyPlace(exportId))),
    expiresAt: new Date(Date.now() + 3_600_000),
  } as const
}

/** Serves the file, and counts what is read of it. */
function serve(download: ServedDownload): Server {
  const { services, exportId } = download
  const storage: TestServices['storage'] = {
    ...services.storage,
    async get(key) {
      const stored = await services.storage.get(key)
      stored.on('data', (piece: Buffer) => {
        download.bytesRead += piece.length
      })
      return stored.pause()
    },
  }
  const client = { ipAddress: '127.0.0.1', userAgent: 'test' }
  return createServer(
    (request, response) =>
      void serveDownload({ ...services, storage }, { request, response, client }, download.session, exportId),
  )
}
