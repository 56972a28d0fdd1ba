// Importing investors from a CSV file: what is read, and that a file with a problem imports nothing and says where it is.
import { Readable } from 'node:stream'
import { describe, expect, test, vi } from 'vitest'
import { InvestorImportError } from '../../src/investors/import/import-investors.ts'
import { importColumns, useImportBench } from '../support/import-bench.ts'

const bench = useImportBench()
const { database, importFrom, importText, refusalOf } = bench

describe('what is read', () => {
  test('columns in any order and case, any line ends, a byte order mark, and blank rows', async () => {
    const file = '\uFEFFProfile_Type, name \n\nTRUST,"The ""Oak"" Trust"\r\n,\nIRA,Ana\r\n \n'
    expect(await importText(Buffer.from(file))).toEqual({ imported: 2 })
    const names = await database.db.investor.findMany({ orderBy: { id: 'asc' }, select: { name: true } })
    expect(names).toEqual([{ name: 'The "Oak" Trust' }, { name: 'Ana' }])
  })

  test('the same external id in another account is another investor', async () => {
    const file = 'external_id,name,profile_type\nA-1,Ana,IRA\n'
    await importText(file)
    await importFrom(Readable.from([file]), { accountName: 'Harbor Point Partners' })
    expect(await database.db.investor.count({ where: { externalId: 'A-1' } })).toBe(2)
  })

  test('a character cut in two by a chunk of the file', async () => {
    const bytes = Buffer.from('name,profile_type\nZoë 🏦,IRA\n')
    await importFrom(
      Readable.from(
        Array.from(bytes, (byte) => Buffer.from([byte])),
        { objectMode: false },
      ),
    )
    expect((await database.db.investor.findFirstOrThrow()).name).toBe('Zoë 🏦')
  })
})

describe('all or nothing', () => {
  test('one wrong row among many: nothing is imported, and the message says where', async () => {
    const good = Array.from({ length: 15 }, (_, n) => `X-${n},Investor ${n},IRA,000-12-3456\n`)
    const file = [
      'external_id,name,profile_type,tax_id\n',
      ...good,
      'X-99,Wrong,IRA,12-34\n',
      'X-16,Right,IRA,\n',
    ]
    expect(await refusalOf(file.join(''))).toBe(
      [
        'Nothing was imported, because the file has a problem:',
        '  row 17, column tax_id: is not a Tax ID: write its 9 digits like 123-45-6789, 12-3456789 or 123456789 (a spreadsheet may have dropped a leading zero)',
        'Correct the file and import it again.',
      ].join('\n'),
    )
  })

  test('rows are counted as a spreadsheet does: a value of several lines is one row, a blank line is one too', async () => {
    const file = 'name,profile_type,address\n"Ana",IRA,"one\ntwo\r\nthree"\n\n,,\nBo,NOPE,\nCy,IRA\n'
    expect(await refusalOf(file)).toBe(
      [
        'Nothing was imported, because the file has 2 problems:',
        '  row 5, column profile_type: is not a profile type: use INDIVIDUAL, JOINT, TRUST, ENTITY or IRA',
        '  row 6: has 2 values, but the header has 3 columns: put quotes around a value that contains a comma',
        'Correct the file and import it again.',
      ].join('\n'),
    )
  })

  test('lists the first twenty problems in the order of the rows, and counts the others', async () => {
    const lines = Array.from({ length: 3000 }, (_, n) =>
      n % 2 === 0 ? 'A,Ana,IRA\n' : ',,IRA\n'.replace(',,', `B${n},,`),
    )
    const message = await refusalOf(`external_id,name,profile_type\n${lines.join('')}`)
    const said = message.split('\n')
    expect(said).toHaveLength(23)
    expect(said.slice(0, 4)).toEqual([
      'Nothing was imported, because the file has 2,999 problems:',
      '  row 3, column name: is missing: every investor needs one',
      '  row 4, column external_id: is the same as in row 2: give each investor its own, or remove one of the rows',
      '  row 5, column name: is missing: every investor needs one',
    ])
    expect(said[20]).toMatch(/^ {2}row 22, /)
    expect(said.slice(21)).toEqual(['  and 2,979 more', 'Correct the file and import it again.'])
  })

  test('an external id that the account already has', async () => {
    await importText('external_id,name,profile_type\nA-1,Ana,IRA\n')
    await expect(importText('external_id,name,profile_type\nA-2,Bo,IRA\nA-1,Ana,IRA\n')).rejects.toThrow(
      '  row 3, column external_id: belongs to an investor that the account already has: remove the row',
    )
    expect(await database.db.investor.count()).toBe(1)
  })

  test('the connection breaks on the way', async () => {
    const csv = new Readable({ read() {} })
    csv.push('name,profile_type\nAna,IRA\n')
    const importing = importFrom(csv).catch((error: unknown) => error)
    await vi.waitUntil(async () => (await pidsOf('COPY new_investor%')).length === 1)
    await database.pool.query('SELECT pg_terminate_backend($1)', await pidsOf('COPY new_investor%'))
    // Written in the middle of the COPY, until the broken connection is noticed.
    const writing = setInterval(() => csv.push('Bo,IRA\n'.repeat(5000)), 5)
    expect(await importing).toBeInstanceOf(Error)
    clearInterval(writing)
    expect(csv.destroyed).toBe(true)
    expect(await database.db.investor.count()).toBe(0)
  })

  test('the file cannot be read', async () => {
    const csv = new Readable({ read() {} })
    csv.destroy(new Error('EACCES: permission denied'))
    await expect(importFrom(csv)).rejects.toThrow('EACCES: permission denied')
    expect(await database.db.investor.count()).toBe(0)
  })
})

const pidsOf = async (query: string) => {
  const { rows } = await database.pool.query<{ pid: number }>(
    'SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE $1',
    [query],
  )
  return rows.map(({ pid }) => pid)
}

describe('two at once', () => {
  test('two imports of one file: exactly one succeeds', async () => {
    const rows = Array.from({ length: 3000 }, (_, n) => `X-${n},Investor ${n},IRA\n`)
    const file = `external_id,name,profile_type\n${rows.join('')}`
    const outcomes = await Promise.allSettled([importText(file), importText(file)])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const rejected = outcomes.find((outcome) => outcome.status === 'rejected')
    expect(rejected?.reason).toBeInstanceOf(InvestorImportError)
    expect(rejected?.reason.message).toContain(
      'the file has 3,000 problems:\n  row 2, column external_id: belongs to',
    )
    expect(await database.db.investor.count()).toBe(3000)
  })

  test('an external id that another transaction commits while this one waits for it is reported by its row', async () => {
    const other = await database.pool.connect()
    await other.query('BEGIN')
    await other.query(
      `INSERT INTO investor (id, account_id, external_id, name, profile_type)
       VALUES (gen_random_uuid(), $1, 'A-2', 'Earlier', 'IRA')`,
      [bench.accountId],
    )
    const importing = importText(
      'external_id,name,profile_type\nA-1,Ana,IRA\nA-2,Bo,IRA\nA-3,Cy,IRA\n',
    ).catch((error: unknown) => error)
    await vi.waitUntil(async () => {
      const { rowCount } = await database.pool.query('SELECT 1 FROM pg_locks WHERE NOT granted')
      return rowCount === 1
    })
    await other.query('COMMIT')
    other.release()
    expect(((await importing) as Error).message).toBe(
      [
        'Nothing was imported, because the file has a problem:',
        '  row 3, column external_id: belongs to an investor that the account already has: remove the row',
        'Correct the file and import it again.',
      ].join('\n'),
    )
    expect(await database.db.investor.findMany({ select: { name: true } })).toEqual([{ name: 'Earlier' }])
  })
})

describe('files that cannot be read, and accounts that do not exist', () => {
  const columns = `They can be: ${importColumns.join(', ')}.`
  const quotes =
    'Put a value that contains quotes in quotes, and write each of its own quotes twice, like "the ""Oak"" trust".'

  test.each([
    ['empty', '', `The file is empty. Its columns can be: ${importColumns.join(', ')}.`],
    [
      'without a header',
      'Ana,IRA,000-12-3456\n',
      `The first row must name the columns, separated by commas. ${columns}`,
    ],
    [
      'with wrong columns',
      'name,SSN,,Name\nAna,1,2,3\n',
      `The file has unknown columns: "ssn", (one without a name). The file has duplicate columns: "name". The file has missing columns: "profile_type". ${columns}`,
    ],
    [
      'in another encoding',
      Buffer.from('name,profile_type\nZoë,IRA\n', 'latin1'),
      'The file is not in UTF-8. Save it again as UTF-8: in Excel, choose the file type "CSV UTF-8 (comma delimited)".',
    ],
    [
      'with a stray quote',
      'name,profile_type\nAna,IRA\n000-12-3456"x,IRA\n',
      `Row 3 has quotes that do not match. ${quotes}`,
    ],
    [
      'that ends inside quotes',
      'name,profile_type\n"Ana,IRA\n',
      `Row 2 has quotes that do not match. ${quotes}`,
    ],
    [
      'with a quote that is not closed',
      `name,profile_type\nAna,IRA\n"Bo,IRA\n${'Cy,IRA\n'.repeat(10_000)}`,
      `Row 3 is longer than 32,768 characters: a quote is probably not closed. ${quotes}`,
    ],
  ])('a file %s', async (_, file, message) => {
    expect(await refusalOf(file)).toBe(`Nothing was imported. ${message}`)
  })

  test('a file with a header only', async () => {
    expect(await refusalOf('name,profile_type\n\n')).toBe(
      'Nothing was imported: the file has a header and no investors.',
    )
  })

  test('an unknown account: names those that exist, and lets go of the file', async () => {
    const csv = Readable.from(['name,profile_type\nAna,IRA\n'])
    await expect(importFrom(csv, { accountName: 'Summit' })).rejects.toThrow(
      new InvestorImportError(
        'Nothing was imported: there is no account named "Summit". Use one of: "Harbor Point Partners", "Summit Ridge Capital".',
      ),
    )
    expect(csv.destroyed).toBe(true)
  })
})
