import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { formatCsvRecord } from '../../src/exports/formats/csv.ts'

/** What a strict reader of RFC 4180 sees. */
const read = (text: string): string[][] => parse(text, { record_delimiter: '\r\n' })

/** The values as they were before they were made safe, as the documentation tells readers. */
const strip = (cell: string) => cell.replace(/^'(?='*[=+\-@\t\r\n\0])/, '')

const dangerous = ['=', '+', '-', '@', '\t', '\r', '\n', '\0']

describe('formatCsvRecord', () => {
  it('separates with commas, ends with CRLF, and writes null as nothing', () => {
    expect(formatCsvRecord(['Ana', null, '', 'Björn'])).toBe('Ana,,,Björn\r\n')
    expect(formatCsvRecord([null])).toBe('\r\n')
  })

  it('quotes what RFC 4180 says, and nothing else', () => {
    expect(formatCsvRecord(['a,b', 'say "hi"', 'a\r\nb', 'a\rb', 'a\nb', ' c d ', "D'Angelo"])).toBe(
      '"a,b","say ""hi""","a\r\nb","a\rb","a\nb", c d ,D\'Angelo\r\n',
    )
  })

  it.each(dangerous)('puts an apostrophe before a cell that begins with %j', (character) => {
    const [[cell] = []] = read(formatCsvRecord([`${character}SUM(A1)`]))
    expect(cell).toBe(`'${character}SUM(A1)`)
    expect(read(formatCsvRecord([character]))).toEqual([[`'${character}`]])
  })

  it('leaves these characters alone where they do not come first', () => {
    const values = dangerous.map((character) => `a${character}`)
    expect(read(formatCsvRecord(values))).toEqual([values])
  })

  it('keeps tax ids and account numbers as they are', () => {
    expect(formatCsvRecord(['000-12-3456', '0004471920', '021000021'])).toBe(
      '000-12-3456,0004471920,021000021\r\n',
    )
  })

  it('adds an apostrophe to those that stand before a dangerous character, and to no others', () => {
    expect(formatCsvRecord(["'=1", "''@x", "'tis", "'", "'a=1"])).toBe("''=1,'''@x,'tis,','a=1\r\n")
  })

  it('makes random values safe, and every one can be had back', () => {
    // Mostly characters that mean something to CSV or to a spreadsheet.
    const alphabet = [...dangerous, "'", "'", '"', ',', ';', ' ', 'a', '0', 'ß', '😀', '\u2028', '\\']
    const pick = () => alphabet[Math.floor(Math.random() * alphabet.length)] as string
    const value = () => Array.from({ length: Math.floor(Math.random() * 6) }, pick).join('')
    const records = Array.from({ length: 5_000 }, () => Array.from({ length: 4 }, value))
    const cells = read(records.map(formatCsvRecord).join(''))
    expect(cells.flat().filter((cell) => /^[=+\-@\t\r\n\0]/.test(cell))).toEqual([])
    expect(cells.map((record) => record.map(strip))).toEqual(records)
  })
})
