// The promised size: 100,000 investors with hostile values are imported and exported, and every field is compared.

import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { beforeAll, expect, it } from 'vitest'
import { importInvestors } from '../../src/investors/import/import-investors.ts'
import { createFieldCipher } from '../../src/platform/encryption/field-encryption.ts'
import { askForExport } from '../support/exports.ts'
import { ListExportsDocument, ListenForExportsDocument } from '../support/gql/graphql.ts'
import { testEncryptionKey } from '../support/keys.ts'
import { useApp } from '../support/use-app.ts'

const rowCount = 100_000
const columns = [
  'external_id',
  'name',
  'email',
  'profile_type',
  'address',
  'tax_id',
  'bank_name',
  'bank_account_type',
  'bank_routing_number',
  'bank_account_number',
] as const
type Row = Record<(typeof columns)[number], string>

/** Values with a special meaning in spreadsheets, CSV, COPY, SQL or JavaScript. */
const hostile = [
  ...['=SUM(A1:A9)', '+1-2', '-3', '@cmd', "'=1+1", "''@x", "'plain", "'", '=', '-', "'-"],
  ...['a,b', 'say "hi"', '"', '""', 'two\nlines', 'two\r\nlines', 'lone\rreturn', 'a\ttab', ';', '|'],
  ...['\\N', '\\.', 'back\\slash', '\\', '\\x00', "Robert'); DROP TABLE investor;--", '%', '_', '$1', '{}'],
  ...['NULL', 'null', 'undefined', 'true', '0', '007', '1e5', '1/2', '0x1F', 'NaN'],
  ...[
    'Ünïcode ß',
    'Łódź',
    '中文名',
    '🏦🔐',
    'עברית',
    'e\u0301',
    'zero\u200bwidth',
    'line\u2028sep',
    'bom\ufeffin',
  ],
  ...['<script>alert(1)</script>', '&amp;', '\u0001control', '\u007f', 'x'.repeat(190)],
]
const pick = (n: number, salt: number): string => hostile[(n * 7919 + salt * 104_729) % hostile.length] ?? ''

/** The weights 3, 7 and 1 of an ABA number; the last digit makes the sum a multiple of ten. */
function routingNumber(n: number): string {
  const digits = String((n % 99_999_999) + 1).padStart(8, '0')
  const sum = Array.from(digits, (digit, index) => Number(digit) * ([3, 7, 1][index % 3] ?? 0))
  return digits + String((10 - (sum.reduce((a, b) => a + b, 0) % 10)) % 10)
}

/** The nth investor: some fields are empty, leading zeros and hyphens are everywhere. */
function makeRow(n: number): Row {
  const nine = String((n * 104_711) % 1_000_000_000).padStart(9, '0')
  const banked = n % 5 !== 0
  return {
    external_id: `${n % 2 ? 'X' : '-X'}-${n}`,
    name: n % 3 ? `${pick(n, 1)}${n}` : pick(n, 1),
    email: n % 4 ? `${n % 2 ? '+' : "'-"}${n}@fund.example` : '',
    profile_type: ['INDIVIDUAL', 'JOINT', 'TRUST', 'ENTITY', 'IRA'][n % 5] ?? '',
    address: n % 7 ? `${pick(n, 2)}\n${n} ${pick(n, 3)}` : '',
    tax_id: [`${nine.slice(0, 3)}-${nine.slice(3, 5)}-${nine.slice(5)}`, nine, ''][n % 3] ?? '',
    bank_name: banked ? pick(n, 4) : '',
    bank_account_type: banked ? (['CHECKING', 'SAVINGS', ''][n % 3] ?? '') : '',
    bank_routing_number: banked ? routingNumber(n) : '',
    bank_account_number: banked ? `${n % 2 ? '-' : '00'}${n}-A` : '',
  }
}

function* csvLines(): Generator<string> {
  yield `${columns.join(',')}\n`
  for (let n = 0; n < rowCount; n++) {
    const row = makeRow(n)
    yield `${columns.map((name) => `"${row[name].replaceAll('"', '""')}"`).join(',')}\n`
  }
}

/** The inverse of the export's rule: one apostrophe goes from each cell that it made safe. */
const restore = (cell: string) => (/^'+[=+\-@\t\r\n\0]/.test(cell) ? cell.slice(1) : cell)

/** Samples the memory in use. The returned function stops that and returns the largest growth, in MiB. */
function watchMemory(): () => number {
  const used = () => {
    const { heapUsed, external } = process.memoryUsage()
    return heapUsed + external
  }
  const start = used()
  let most = start
  const timer = setInterval(() => {
    most = Math.max(most, used())
  }, 20)
  return () => {
    clearInterval(timer)
    return (most - start) / 1024 / 1024
  }
}

const app = useApp()
beforeAll(async () => {
  await app.db.$executeRaw`DELETE FROM investor`
})

it('exports 100,000 investors, every field as it was imported', async () => {
  const start = performance.now()
  const lap = (since: number) => (performance.now() - since) / 1000
  const cipher = createFieldCipher(testEncryptionKey)
  const accountName = 'Harbor Point Partners'
  const csv = Readable.from(csvLines())
  expect(await importInvestors({ pool: app.pool, cipher, accountName, csv })).toEqual({ imported: rowCount })
  const importSeconds = lap(start)

  const owner = await app.signIn('owner@harborpoint.example')
  const stream = await owner.subscribe(ListenForExportsDocument)
  const ready = stream.next()
  const growth = watchMemory()
  const exportStart = performance.now()
  const asked = await askForExport(owner)
  expect((await ready).exportCompleted.id).toBe(asked.id)
  const exportSeconds = lap(exportStart)
  await stream.stop()

  const downloadStart = performance.now()
  const response = await owner.get(asked.path)
  const seen = new Uint8Array(rowCount)
  const different: { expected: Row; found: Row }[] = []
  let header = true
  for await (const cells of Readable.from(response.body ?? []).pipe(parse({ relax_column_count: true }))) {
    if (header) expect(cells).toEqual([...columns])
    else {
      const found = Object.fromEntries(columns.map((name, index) => [name, restore(cells[index])])) as Row
      const n = Number(found.external_id.split('-').at(-1))
      seen[n] = (seen[n] ?? 0) + 1
      const expected = makeRow(n)
      const same = cells.length === columns.length && columns.every((name) => found[name] === expected[name])
      if (!same && different.length < 5) different.push({ expected, found })
    }
    header = false
  }
  const grown = growth()
  process.stdout.write(
    `100,000 investors: imported in ${importSeconds.toFixed(1)} s, exported in ${exportSeconds.toFixed(1)} s ` +
      `(${Math.round(rowCount / exportSeconds)} rows/s), downloaded and compared in ${lap(downloadStart).toFixed(1)} s, ` +
      `memory grew by ${Math.round(grown)} MB at most\n`,
  )
  expect(different).toEqual([])
  expect(seen.every((times) => times === 1)).toBe(true)
  expect(grown).toBeLessThan(150)
  const { exports } = await owner.request(ListExportsDocument, {})
  expect(exports.nodes).toMatchObject([
    { rowCount, progress: { rowsDone: rowCount, rowsTotal: rowCount, percent: 100 }, downloadCount: 1 },
  ])
  expect(lap(exportStart)).toBeLessThan(60)
}, 180_000)
