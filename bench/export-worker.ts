// One measurement in its own process. It gets its work, does it, reports the time, and ends.
import { setTimeout } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { to as copyTo } from 'pg-copy-streams'
import { runExport } from '../src/exports/run/run-export.ts'
import type { ExportFormat } from '../src/generated/prisma/enums.ts'
import { createDb } from '../src/platform/database/db.ts'
import { createFieldCipher } from '../src/platform/encryption/field-encryption.ts'
import { createEvents } from '../src/platform/events/events.ts'
import { createPostgresEvents } from '../src/platform/events/postgres-events.ts'
import { createLog } from '../src/platform/log.ts'
import { createStorage } from '../src/platform/storage/storage.ts'

export type Way = ExportFormat | 'COPY' | 'Prisma pages'

export type Work = {
  way: Way
  databaseUrl: string
  filesDir: string
  accountId: string
  ownerId: string
  encryptionKey: string
}

export type Measured = { seconds: number }

type Connected = ReturnType<typeof createDb>

async function prepare(database: Connected, { way, ...given }: Work): Promise<() => Promise<void>> {
  if (way === 'COPY') return () => copyRows(database, given.accountId)
  if (way === 'Prisma pages') return () => readPages(database, given.accountId)
  return prepareExport(database, given, way)
}

/** A real export: claim, snapshot, decryption, format, checksum, encryption, storage, publication. */
async function prepareExport(
  { db, pool }: Connected,
  { databaseUrl, filesDir, accountId, ownerId, encryptionKey }: Omit<Work, 'way'>,
  format: ExportFormat,
): Promise<() => Promise<void>> {
  const log = createLog('silent', false)
  const services = {
    db,
    pool,
    log,
    cipher: createFieldCipher(Buffer.from(encryptionKey, 'base64')),
    storage: await createStorage(pathToFileURL(filesDir).href),
    events: createEvents(createPostgresEvents(databaseUrl, log)),
  }
  const { id } = await db.export.create({
    data: { accountId, ownerId, kind: 'BANKING_AND_TAX_INFORMATION', format },
  })
  return async () => {
    await runExport(services, { exportId: id }, new AbortController().signal)
    const { status, storageKey } = await db.export.findUniqueOrThrow({ where: { id } })
    if (status !== 'COMPLETED' || !storageKey) throw new Error(`The export is ${status}`)
    await services.storage.delete(storageKey)
  }
}

const columns = `external_id, name, email, profile_type, address, tax_id, bank_name, bank_account_type,
  bank_routing_number, bank_account_number`

async function copyRows({ pool }: Connected, accountId: string): Promise<void> {
  const client = await pool.connect()
  const account = client.escapeLiteral(accountId)
  const rows = client.query(
    copyTo(
      `COPY (SELECT ${columns} FROM investor WHERE account_id = ${account} ORDER BY name, id) TO STDOUT`,
    ),
  )
  let bytes = 0
  for await (const piece of rows) bytes += piece.length
  if (bytes === 0) throw new Error('COPY gave nothing')
  client.release()
}

async function readPages({ db }: Connected, accountId: string): Promise<void> {
  let cursor: { id: string } | undefined
  for (;;) {
    const page = await db.investor.findMany({
      where: { accountId },
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
      take: 1_000,
      ...(cursor && { cursor, skip: 1 }),
    })
    const last = page.at(-1)
    if (!last) return
    Buffer.from(page.map((row) => JSON.stringify(row)).join('\n'))
    cursor = { id: last.id }
  }
}

const work = await new Promise<Work>((resolve) => process.once('message', resolve as (work: unknown) => void))
const connected = createDb(work.databaseUrl)
await connected.db.$queryRaw`SELECT 1`
const run = await prepare(connected, work)
// Removes the garbage of the start, which is not part of the work.
await setTimeout(200)
const start = performance.now()
await run()
const seconds = (performance.now() - start) / 1000
await connected.close()
process.send?.({ seconds } satisfies Measured, () => process.exit(0))
