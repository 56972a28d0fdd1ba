// Every kind of export in every format, through the real job and the real download, and read back by libraries that
// know nothing of how it was written: every field is what is stored.
import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { demoAccounts } from '../../prisma/seed.ts'
import { allKinds, exportKinds } from '../../src/exports/kinds/registry.ts'
import {
  insertStagedInvestors,
  type NewInvestor,
  stageInvestors,
} from '../../src/investors/import/write-investors.ts'
import { openBankAccountNumber, openTaxId } from '../../src/investors/sensitive-fields.ts'
import { inTransaction } from '../../src/platform/database/transaction.ts'
import { createFieldCipher } from '../../src/platform/encryption/field-encryption.ts'
import type { ApiClient } from '../support/client.ts'
import { askForExport, untilExport } from '../support/exports.ts'
import {
  AskForExportDocument,
  type ExportFormat,
  type ExportKind,
  ListExportsDocument,
  ListNotificationsDocument,
} from '../support/gql/graphql.ts'
import { testEncryptionKey } from '../support/keys.ts'
import { type ReadRow, readExport } from '../support/read-export.ts'
import { until } from '../support/until.ts'
import { useApp } from '../support/use-app.ts'
import { readZip } from '../support/zip.ts'

const cipher = createFieldCipher(testEncryptionKey)
const account = demoAccounts[1]

/** What imports refuse and a database can still hold, which is all but NUL. */
const hostile = [
  ...['=SUM(A1:A9)', '+1-2', '-3', '@cmd', '\t=1', '\r=1', '\n=1', "'=1+1", "''@x", "'"],
  ...['a,b', 'say "hi"', 'two\r\nlines', 'lone\rreturn', 'lone\nfeed', ' around ', '\u0001', '\ufffe', '007'],
  ...[
    '_x0041_',
    '_x000D_',
    '<b>&amp;</b>',
    ']]>',
    '🏦🔐',
    'עברית \u202e',
    '中文名',
    'e\u0301',
    '\\N',
    '1e5',
    'null',
  ],
]

function hostileInvestor(text: string, n: number): NewInvestor {
  return {
    id: `01970000-0002-7000-8009-${String(n).padStart(12, '0')}`,
    accountId: account.id,
    fileRow: n,
    externalId: `00${n}${text}`,
    name: text,
    email: text,
    profileType: 'ENTITY',
    address: text,
    taxId: `0${n}${text}`,
    bankName: text,
    bankAccountType: 'CHECKING',
    bankRoutingNumber: '000000000',
    bankAccountNumber: `00${n}${text}`,
  }
}

const app = useApp()
let owner: ApiClient
beforeAll(async () => {
  owner = await app.signIn('owner@harborpoint.example')
  await inTransaction(app.pool, async (client) => {
    await stageInvestors(client, cipher, hostile.map(hostileInvestor))
    await insertStagedInvestors(client)
    await client.query(
      `INSERT INTO distribution (id, account_id, investor_id, reference, investment, type, paid_on, amount, currency)
       SELECT gen_random_uuid(), account_id, id, '00' || name, name, 'OTHER', '1899-12-31', 9999999999999999.99, 'JPY'
       FROM investor WHERE account_id = $1 AND profile_type = 'ENTITY' AND id::text LIKE '%-8009-%'`,
      [account.id],
    )
  })
})

async function readInvestors() {
  const rows = await app.db.investor.findMany({ where: { accountId: account.id } })
  return rows.map((row) => ({
    id: row.id,
    external_id: row.externalId,
    name: row.name,
    email: row.email,
    profile_type: row.profileType,
    address: row.address,
    tax_id: row.taxId && openTaxId(cipher, row.id, row.taxId),
    bank_name: row.bankName,
    bank_account_type: row.bankAccountType,
    bank_routing_number: row.bankRoutingNumber,
    bank_account_number:
      row.bankAccountNumber && openBankAccountNumber(cipher, row.id, row.bankAccountNumber),
  }))
}

async function readDistributions() {
  const investors = new Map((await readInvestors()).map((investor) => [investor.id, investor]))
  const paid = await app.db.distribution.findMany({ where: { accountId: account.id } })
  return paid.map(({ investorId, paidOn, amount, currency, type, investment, reference }) => ({
    ...investors.get(investorId),
    paid_on: paidOn.toISOString().slice(0, 10),
    amount: amount.toFixed(2),
    ...{ currency, type, investment, reference },
  }))
}

/** The rows that an export must have, in text. */
async function readStored(kind: ExportKind): Promise<ReadRow[]> {
  const { unit, columns } = exportKinds[kind]
  const stored: object[] = unit === 'investor' ? await readInvestors() : await readDistributions()
  return stored.map((row) => {
    const values = row as ReadRow
    return Object.fromEntries(columns.map(({ name }) => [name, values[name] ?? null]))
  })
}

/** A workbook's numbers and days, as the text of the other formats. */
const asText = (value: ReadRow[string]): string | null => {
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  return typeof value === 'number' ? value.toFixed(2) : value
}
const textOf = (rows: ReadRow[]) =>
  rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, asText(value)])))
const sorted = (rows: ReadRow[]) => rows.map((row) => JSON.stringify(row)).sort()

const [day, moment] = ['2026-01-01', '2026-01-01T00:00:00Z']

const contentTypes = {
  CSV: 'text/csv; charset=utf-8',
  XLSX: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  JSONL: 'application/jsonl; charset=utf-8',
}

async function download(kind: ExportKind, format: ExportFormat) {
  const asked = await askForExport(owner, { kind, format })
  await untilExport(app.db, asked.databaseId, 'COMPLETED')
  const response = await owner.get(asked.path)
  return { ...asked, response, file: Buffer.from(await response.arrayBuffer()) }
}

const formats = ['CSV', 'XLSX', 'JSONL'] as const
const matrix = allKinds.flatMap(({ name }) => formats.map((format) => [name, format] as const))

it.each(matrix)('%s as %s: every field is what is stored', async (kind, format) => {
  const { id, response, file } = await download(kind, format)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe(contentTypes[format])
  const name = kind.toLowerCase().replaceAll('_', '-')
  expect(response.headers.get('content-disposition')).toMatch(
    new RegExp(`^attachment; filename="${name}-\\d{4}-\\d\\d-\\d\\d\\.${format.toLowerCase()}"$`),
  )
  const expected = await readStored(kind)
  const read = await readExport(format, file)
  expect(sorted(textOf(read))).toEqual(sorted(expected))
  const row = (await owner.request(ListExportsDocument, {})).exports.nodes.find((one) => one.id === id)
  const sha256 = createHash('sha256').update(file).digest('hex')
  expect(row).toMatchObject({ kind, rowCount: expected.length, byteSize: file.length, sha256 })
})

it('a workbook has amounts and days as such, and ids as text with their zeros', async () => {
  const { file } = await download('DISTRIBUTIONS', 'XLSX')
  const read = await readExport('XLSX', file)
  const ordinary = read.filter((row) => row.currency !== 'JPY')
  expect(ordinary.length).toBeGreaterThan(100)
  expect(ordinary.filter((row) => typeof row.amount !== 'number' || !(row.paid_on instanceof Date))).toEqual(
    [],
  )
  const ids = ['external_id', 'reference', 'bank_routing_number', 'bank_account_number'] as const
  expect(read.flatMap((row) => ids.map((id) => row[id])).filter((id) => typeof id === 'number')).toEqual([])
  expect(read.some((row) => String(row.bank_routing_number).startsWith('0000'))).toBe(true)
  for (const [path, xml] of readZip(file)) expect(xml, path).not.toMatch(/<f[ >/]/)
})

it('the notification counts what the rows are', async () => {
  await until(async () => {
    const bodies = await app.db.notification.findMany({ select: { title: true, body: true } })
    const [investors, distributions] = await Promise.all([
      app.db.investor.count({ where: { accountId: account.id } }),
      app.db.distribution.count({ where: { accountId: account.id } }),
    ])
    const kept = 'The file can be downloaded for 72 hours.'
    expect(bodies).toContainEqual({
      title: 'Distributions export is ready',
      body: `${distributions.toLocaleString('en-US')} distributions. ${kept}`,
    })
    expect(bodies).toContainEqual({
      title: 'Tax information export is ready',
      body: `${investors.toLocaleString('en-US')} investors. ${kept}`,
    })
  })
})

describe('a value that a workbook has no room for', () => {
  const long = `0${'x'.repeat(204_800)}`
  beforeAll(async () => {
    const id = hostileInvestor('', 0).id
    await app.db.investor.update({ where: { id }, data: { address: long } })
    await app.db.notification.deleteMany()
  })

  it('ends the export at its first try, says what to do, and leaves nothing', async () => {
    const asked = await askForExport(owner, { kind: 'TAX_INFORMATION', format: 'XLSX' })
    await untilExport(app.db, asked.databaseId, 'FAILED')
    const { exports } = await owner.request(ListExportsDocument, { first: 1 })
    const message =
      'A value of the column address has 204,801 characters, but a cell in XLSX holds at most 32,767. Request the export as CSV or JSONL, which have no such limit.'
    expect(exports.nodes[0]).toMatchObject({ status: 'FAILED', failureMessage: message, downloadPath: null })
    expect((await owner.get(asked.path)).status).toBe(404)
    const { notifications } = await owner.request(ListNotificationsDocument, {})
    expect(notifications.nodes).toMatchObject([{ title: 'Tax information export failed' }])
    const row = await app.db.export.findUniqueOrThrow({ where: { id: asked.databaseId } })
    expect(row).toMatchObject({ attempt: 1, storageKey: null, fileKey: null })
  })

  it('is whole in the formats that have', async () => {
    for (const format of ['CSV', 'JSONL'] as const) {
      const read = await readExport(format, (await download('TAX_INFORMATION', format)).file)
      expect(read.filter((row) => row.address === long)).toHaveLength(1)
    }
  })
})

it('takes the filters of its kind alone, and makes nothing of another', async () => {
  const values = { search: 'Oak', createdAfter: moment, createdBefore: moment, paidFrom: day, paidTo: day }
  const before = await app.db.export.count()
  const refused: string[] = []
  for (const { name: kind, filters } of allKinds) {
    for (const field of Object.keys(values) as (keyof typeof values)[]) {
      if (filters.includes(field)) continue
      const input = { kind, filter: { [field]: values[field] } }
      const { requestExport } = await owner.request(AskForExportDocument, { input })
      expect(requestExport).toMatchObject({
        __typename: 'InvalidInputError',
        message: `\`${field}\` is only for DISTRIBUTIONS. Leave it out.`,
        path: ['input', 'filter', field],
      })
      refused.push(`${kind} ${field}`)
    }
  }
  expect(refused).toContain('TAX_INFORMATION paidFrom')
  expect(await app.db.export.count()).toBe(before)
})

it.each([
  [{ paidFrom: '2026-02-30' }, 'paidFrom'],
  [{ paidTo: '0000-01-01' }, 'paidTo'],
  [{ paidTo: "2026-01-01' OR true --" }, 'paidTo'],
] as const)('refuses %j, which is no day', async (filter, name) => {
  const before = await app.db.export.count()
  const { requestExport } = await owner.request(AskForExportDocument, {
    input: { kind: 'DISTRIBUTIONS', filter },
  })
  expect(requestExport).toMatchObject({ __typename: 'InvalidInputError', path: ['input', 'filter', name] })
  expect(await app.db.export.count()).toBe(before)
})
