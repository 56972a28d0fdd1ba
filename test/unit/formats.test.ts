// What every format has to hold: each value as it was, nothing that runs, and no more in memory than a batch.
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { fileFormats } from '../../src/exports/formats/file-formats.ts'
import type { Cell, Column, Row } from '../../src/exports/formats/format.ts'
import { maxCellLength, writeXlsx } from '../../src/exports/formats/xlsx.ts'
import { readExport } from '../support/read-export.ts'
import { readZip } from '../support/zip.ts'

const formats = ['CSV', 'XLSX', 'JSONL'] as const

const columns: Column[] = [
  { name: 'external_id', type: 'text' },
  { name: 'name', type: 'text' },
  { name: 'amount', type: 'amount' },
  { name: 'paid_on', type: 'date' },
]

async function* inBatches(rows: readonly Row[], size = 7): AsyncGenerator<readonly Row[]> {
  for (let at = 0; at < rows.length; at += size) yield rows.slice(at, at + size)
}

const write = (format: (typeof formats)[number], rows: readonly Row[]) =>
  buffer(Readable.from(fileFormats[format].write(columns, inBatches(rows))))

const row = (text: Cell, n: number): Row => [`00${n}`, text, null, null]

const formulas = ['=1+1', '+1-2', '-3', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '\0=1', "'=1", "''@x"]
const hostile = [
  ...formulas,
  ...[
    'a,b',
    'say "hi"',
    'two\r\nlines',
    'two\nlines',
    'lone\rreturn',
    ' space around ',
    '\u0000',
    'a\u0001b',
  ],
  ...['0012', '000-12-3456', '1e5', '0x1F', 'NaN', 'TRUE', '#REF!', '1/2', '2026-11-24', 'null', 'NULL'],
  ...[
    'Zoë Åström',
    'e\u0301',
    '中文名',
    '🏦🔐',
    'עברית \u202e',
    'zero\u200bwidth',
    '\u2028\u2029',
    '\ufeffbom',
  ],
  ...['<script>&amp;</script>', ']]>', '<![CDATA[', '&#0;', '_x0041_', '_x000d_', '_x005F_x0041_', '_x0041'],
  ...['\u007f\u0085\u009f', '\ufffe\uffff', '_x0041\0', '_x0041_x0042_', '__x0041_', 'x'.repeat(20_000)],
]

describe.each(formats)('%s', (format) => {
  it('gives back every value as it was, and nothing for null', async () => {
    const rows = [...hostile, null].map(row)
    expect(await readExport(format, await write(format, rows))).toEqual(
      rows.map(([id, name]) => ({ external_id: id, name, amount: null, paid_on: null })),
    )
  })

  it('gives back random values', async () => {
    const alphabet = [...'=+-@\t\r\n\0\'",;_x0041F&<> aß\u0001\u2028', '😀', '_x', '_x005F_', '\uffff']
    const pick = () => alphabet[Math.floor(Math.random() * alphabet.length)] ?? ''
    const values = Array.from(
      { length: 3_000 },
      () => `${pick()}${pick()}${pick()}${pick()}${pick()}${pick()}`,
    )
    const read = await readExport(format, await write(format, values.map(row)))
    expect(read.map(({ name }) => name)).toEqual(values)
  })

  it('of no rows is a whole file all the same', async () => {
    expect(await readExport(format, await write(format, []))).toEqual([])
  })

  it('asks for a batch only when the last one was taken, and closes where they come from', async () => {
    let [asked, closed] = [0, false]
    async function* endless(): AsyncGenerator<readonly Row[]> {
      try {
        // Text that does not shrink much, so that pieces come out.
        for (;;) yield Array.from({ length: 2_000 }, () => row(`${++asked} ${Math.random()}`, asked))
      } finally {
        closed = true
      }
    }
    const file = fileFormats[format].write(columns, endless())
    let bytes = 0
    while (bytes < 500_000) bytes += (await file.next()).value?.length ?? 0
    // A row of these has some 40 bytes, and some 30 when it is compressed.
    expect(asked).toBeLessThan(60_000)
    await file.return()
    expect(closed).toBe(true)
    const last = asked
    await new Promise(setImmediate)
    expect(asked).toBe(last)
  })

  it('fails with the error of its rows, and never ends as a whole file', async () => {
    async function* failing(): AsyncGenerator<readonly Row[]> {
      yield [row('one', 1)]
      throw new Error('the database went away')
    }
    await expect(buffer(Readable.from(fileFormats[format].write(columns, failing())))).rejects.toThrow(
      'the database went away',
    )
  })

  it('closes its rows whenever it is left', async () => {
    let closed = false
    async function* watched(): AsyncGenerator<readonly Row[]> {
      try {
        yield [row('one', 1)]
        yield [row('two', 2)]
      } finally {
        closed = true
      }
    }
    const rows = watched()
    await rows.next()
    const file = fileFormats[format].write(columns, rows)
    for (let pieces = 0; pieces < 4; pieces++) await file.next()
    await file.return()
    expect(closed).toBe(true)
  })
})

describe('CSV', () => {
  it('begins with the first column, without a byte order mark', async () => {
    expect((await write('CSV', [row('Zoë', 1)])).toString('latin1')).toBe(
      'external_id,name,amount,paid_on\r\n001,Zo\xc3\xab,,\r\n',
    )
  })

  it('holds a cell of 200 KB whole', async () => {
    const long = `"${'0\r\n'.repeat(70_000)}`
    expect((await readExport('CSV', await write('CSV', [row(long, 1)])))[0]?.name).toBe(long)
  })
})

describe('JSONL', () => {
  it('is an object a line, with every column, and amounts that no reader rounds', async () => {
    const text = await write('JSONL', [['007', 'a\nb', '12345678901234567.89', '2026-11-24'], row(null, 2)])
    expect(text.toString()).toBe(
      '{"external_id":"007","name":"a\\nb","amount":"12345678901234567.89","paid_on":"2026-11-24"}\n' +
        '{"external_id":"002","name":null,"amount":null,"paid_on":null}\n',
    )
  })

  it('is a line to whatever reader of lines, Unicode ends of lines included', async () => {
    const text = await write('JSONL', [row('\u2028a\u2029b\u0085c\vd\fe', 1)])
    expect(text.toString()).toContain('"\\u2028a\\u2029b\\u0085c\\u000bd\\fe"')
    expect((await readExport('JSONL', text))[0]?.name).toBe('\u2028a\u2029b\u0085c\vd\fe')
  })

  it('holds a cell of 200 KB whole, and half a surrogate pair', async () => {
    const long = `\ud83d${'x'.repeat(200_000)}`
    expect((await readExport('JSONL', await write('JSONL', [row(long, 1)])))[0]?.name).toBe(long)
  })
})

describe('XLSX', () => {
  const sheetOf = async (rows: readonly Row[]) =>
    readZip(await write('XLSX', rows)).get('xl/worksheets/sheet1.xml') ?? ''

  it('has no formula, and marks what looks like one as text, by the format and by the quote', async () => {
    const sheet = await sheetOf(hostile.map(row))
    expect(sheet).not.toMatch(/<f[ >/]/)
    const kinds = new Set(Array.from(sheet.matchAll(/ t="(\w+)"/g), ([, kind]) => kind))
    expect([...kinds]).toEqual(['inlineStr'])
    const styles = readZip(await write('XLSX', [])).get('xl/styles.xml') ?? ''
    const formatsOfCells = Array.from(styles.split('<cellXfs')[1]?.matchAll(/<xf [^>]*>/g) ?? [], String)
    const styleOf = (n: number) => formatsOfCells[Number(sheet.match(`r="B${n + 2}" s="(\\d+)"`)?.[1])]
    hostile.forEach((value, n) => {
      expect(styleOf(n), value).toContain('numFmtId="49"')
      expect(styleOf(n)?.includes('quotePrefix="1"'), value).toBe(/^[=+\-@\t\r\n\0]/.test(value))
    })
  })

  it('keeps its header in view', async () => {
    expect(await sheetOf([])).toContain(
      '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>',
    )
  })

  it('has only characters that XML 1.0 has', async () => {
    const sheet = await sheetOf([...hostile, 'half \ud83d', '\udd10 half'].map(row))
    expect(sheet).not.toMatch(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u)
    expect(sheet).not.toContain('\r')
    expect(sheet).toContain('half _xD83D_')
  })

  it('has amounts and days as numbers, as far as a number holds them; ids never', async () => {
    const rows: Row[] = [
      ['0012', '5', '1234.50', '2026-11-24'],
      ['0013', '6', '1234567890123.45', '1900-03-01'],
      ['0014', '7', '12345678901234.56', '1900-02-28'],
    ]
    const day = (text: string) => new Date(`${text}T00:00:00Z`)
    expect(await readExport('XLSX', await write('XLSX', rows))).toEqual([
      { external_id: '0012', name: '5', amount: 1234.5, paid_on: day('2026-11-24') },
      { external_id: '0013', name: '6', amount: 1234567890123.45, paid_on: day('1900-03-01') },
      { external_id: '0014', name: '7', amount: '12345678901234.56', paid_on: '1900-02-28' },
    ])
  })

  it('holds a cell of 32,767 characters, and refuses a longer one rather than lose a part', async () => {
    const longest = 'é'.repeat(maxCellLength)
    expect((await readExport('XLSX', await write('XLSX', [row(longest, 1)])))[0]?.name).toBe(longest)
    await expect(write('XLSX', [row('x'.repeat(204_800), 1)])).rejects.toThrow(
      'A value of the column name has 204,800 characters, but a cell in XLSX holds at most 32,767. Request the export as CSV or JSONL, which have no such limit.',
    )
  })

  it.each([
    [3, 1],
    [4, 2],
    [6, 2],
    [7, 3],
  ])('of %i rows, at three a sheet, has %i sheets, each with its header', async (count, sheets) => {
    const rows = Array.from({ length: count }, (_, n) => row(`name ${n}`, n))
    const file = await buffer(Readable.from(writeXlsx(columns, inBatches(rows, 2), 4)))
    expect((await readExport('XLSX', file)).map(({ name }) => name)).toEqual(rows.map(([, name]) => name))
    const parts = [...readZip(file).keys()]
    expect(parts.filter((path) => path.startsWith('xl/worksheets/'))).toHaveLength(sheets)
  })
})
