// Exports hostile values at full size, reads them back with independent libraries, and compares every field.
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { parse } from 'csv-parse'
import readXlsxFile from 'read-excel-file/node'
import { runExport } from '../src/exports/run/run-export.ts'
import { readStoredFile } from '../src/exports/stored-file.ts'
import type { ExportFormat } from '../src/generated/prisma/enums.ts'
import {
  insertStagedInvestors,
  type NewInvestor,
  stageInvestors,
} from '../src/investors/import/write-investors.ts'
import { createDb } from '../src/platform/database/db.ts'
import { inTransaction } from '../src/platform/database/transaction.ts'
import { createUuid } from '../src/platform/database/uuid.ts'
import { createFieldCipher } from '../src/platform/encryption/field-encryption.ts'
import { createEvents } from '../src/platform/events/events.ts'
import { createPostgresEvents } from '../src/platform/events/postgres-events.ts'
import { createLog } from '../src/platform/log.ts'
import { createStorage } from '../src/platform/storage/storage.ts'
import { restoreCell } from '../test/support/read-export.ts'
import { addAccount, type ScratchDatabase, withScratchDatabase } from './scratch-database.ts'

const say = (text: string) => process.stdout.write(`${text}\n`)
const cipher = createFieldCipher(Buffer.alloc(32, 7))

export const roundTrip = ({ rows }: { rows: number }): Promise<void> =>
  withScratchDatabase((scratch) => roundTripIn(scratch, rows))

async function roundTripIn({ databaseUrl, filesDir }: ScratchDatabase, rows: number): Promise<void> {
  const { db, pool, close } = createDb(databaseUrl)
  const log = createLog('silent', false)
  const storage = await createStorage(pathToFileURL(filesDir).href)
  const events = createEvents(createPostgresEvents(databaseUrl, log))
  const owner = await inTransaction(pool, async (client) => {
    const added = await addAccount(client, 'Hostile')
    await stageInvestors(client, cipher, makeInvestors(added.accountId, rows))
    await insertStagedInvestors(client)
    return added
  })
  const services = { db, pool, log, cipher, storage, events }
  for (const format of ['CSV', 'JSONL', 'XLSX'] as const) {
    let compared = 0
    for (const part of cut(rows, format === 'XLSX' ? rowsPerWorkbook : rows)) {
      const filter = { createdAfter: addedAt(part.from - 1), createdBefore: addedAt(part.to) }
      const { id } = await db.export.create({
        data: { ...owner, kind: 'BANKING_AND_TAX_INFORMATION', format, filter },
      })
      await runExport(services, { exportId: id }, new AbortController().signal)
      const { storageKey, fileKey, fileCompressed } = await db.export.findUniqueOrThrow({ where: { id } })
      if (!storageKey || !fileKey) throw new Error(`${format}: the export was not completed`)
      const stored = { storageKey, fileKey, compressed: fileCompressed }
      const file = Readable.from(await readStoredFile(services, id, stored))
      compared += await compare(format, readers[format](file), part)
    }
    say(`${format}: ${compared.toLocaleString('en-US')} rows, every field equal.`)
  }
  await close()
}

/** The reader of workbooks holds a whole sheet in memory and recurses for each piece, so it cannot read a larger one. */
const rowsPerWorkbook = 100_000

type Part = { from: number; to: number }

const cut = (rows: number, most: number): Part[] =>
  Array.from({ length: Math.ceil(rows / most) }, (_, index) => ({
    from: index * most,
    to: Math.min(rows, (index + 1) * most),
  }))

/** Each investor is a second younger than the one before. */
const addedAt = (n: number): string => new Date(Date.UTC(2026, 0, 1) + n * 1_000).toISOString()

type Cells = Record<string, unknown>

/** Checks that the part has each of its rows once and no others, with the stored values. @returns the number of rows. */
async function compare(
  format: ExportFormat,
  found: AsyncIterable<Cells>,
  { from, to }: Part,
): Promise<number> {
  const seen = new Uint8Array(to - from)
  for await (const row of found) {
    const n = Number(String(row.external_id).split(' ')[1])
    if (!(n >= from && n < to)) throw new Error(`${format}: row ${n} is not part of this export`)
    const expected: Cells = columnsOf(makeValues(n))
    for (const [name, value] of Object.entries(expected)) {
      if (row[name] !== value) throw new Error(`${format}, row ${n}: ${name} is not the stored value`)
    }
    if (Object.keys(row).length !== Object.keys(expected).length) throw new Error(`${format}: wrong columns`)
    seen[n - from] = (seen[n - from] ?? 0) + 1
  }
  const wrong = seen.findIndex((times) => times !== 1)
  if (wrong !== -1) throw new Error(`${format}: row ${from + wrong} occurs ${seen[wrong]} times`)
  return seen.length
}

const readers: Record<ExportFormat, (file: Readable) => AsyncIterable<Cells>> = {
  async *CSV(file) {
    const records = file.pipe(parse({ columns: true, record_delimiter: '\r\n' }))
    for await (const record of records as AsyncIterable<Record<string, string>>) {
      yield Object.fromEntries(
        Object.entries(record).map(([name, cell]) => [name, restoreCell(cell) || null]),
      )
    }
  },
  async *JSONL(file) {
    for await (const line of createInterface({ input: file })) yield JSON.parse(line)
  },
  async *XLSX(file) {
    for (const { data } of await readXlsxFile(file, { trim: false })) {
      const [header = [], ...rows] = data
      for (const row of rows) {
        yield Object.fromEntries(header.map((name, index) => [String(name), row[index] ?? null]))
      }
    }
  },
}

/** Values with a special meaning in spreadsheets, CSV, XML, JSON, COPY or JavaScript. */
const hostile = [
  ...['=SUM(A1:A9)', '+1-2', '-3', '@cmd', '\t=1', '\r=1', '\n=1', "'=1+1", "''@x", "'", '=', '-'],
  ...['a,b', 'say "hi"', '"', 'two\nlines', 'two\r\nlines', 'lone\rreturn', 'a\ttab', ';', ' around '],
  ...[
    '\\N',
    '\\.',
    'back\\slash',
    '\\x00',
    "'); DROP TABLE investor;--",
    '{}',
    '_x0041_',
    '_x000D_',
    '_x0041',
  ],
  ...['NULL', 'null', 'true', '0', '007', '1e5', '1/2', '0x1F', 'NaN', '2026-11-24', '#REF!'],
  ...[
    'Ünïcode ß',
    '中文名',
    '🏦🔐',
    'עברית \u202e',
    'e\u0301',
    'zero\u200bwidth',
    'line\u2028sep',
    'bom\ufeffin',
  ],
  ...[
    '<script>alert(1)</script>',
    '&amp;',
    ']]>',
    '\u0001control',
    '\u007f\u0085',
    '\ufffe\uffff',
    'x'.repeat(190),
  ],
]
const pick = (n: number, salt: number): string => hostile[(n * 7919 + salt * 104_729) % hostile.length] ?? ''

function makeValues(n: number) {
  const nine = String((n * 104_711) % 1_000_000_000).padStart(9, '0')
  const types = ['INDIVIDUAL', 'JOINT', 'TRUST', 'ENTITY', 'IRA'] as const
  return {
    externalId: `${n % 2 ? '00' : '-00'} ${n}`,
    name: pick(n, 1),
    email: n % 4 ? pick(n, 2) : null,
    profileType: types[n % types.length] ?? 'ENTITY',
    address: n % 7 ? `${pick(n, 3)}\n${pick(n, 4)}` : null,
    taxId: n % 3 ? nine : null,
    bankName: n % 5 ? pick(n, 5) : null,
    bankAccountType: n % 5 ? ('CHECKING' as const) : null,
    bankRoutingNumber: n % 5 ? nine : null,
    bankAccountNumber: n % 5 ? `00${n}${pick(n, 6)}` : null,
  }
}

const columnsOf = (values: ReturnType<typeof makeValues>): Cells =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  )

function* makeInvestors(accountId: string, count: number): Generator<NewInvestor> {
  for (let n = 0; n < count; n++) {
    yield { id: createUuid(), accountId, fileRow: n, createdAt: new Date(addedAt(n)), ...makeValues(n) }
  }
}
