// XLSX (ECMA-376, SpreadsheetML) as a stream: sheets of inline strings, numbers and dates. It has no formulas. Text cells
// have the text format, so they do not become formulas even when someone edits them.
import { encodeRows } from './encode-rows.ts'
import type { Cell, CellType, Column, FileFormat, Row } from './format.ts'
import { UnwritableExportError } from './format.ts'
import { escapeXml } from './xlsx-text.ts'
import { contentTypes, packageRelations, styles, workbook, workbookRelations } from './xlsx-workbook.ts'
import { writeZip, type ZipEntry } from './zip.ts'

/** Excel's limits. Excel "repairs" a file with more rows or characters by dropping them. */
export const maxRowsPerSheet = 1_048_576
export const maxCellLength = 32_767

/** Indexes of `cellXfs` in xlsx-workbook.ts. */
const style = { header: 1, text: 2, quoted: 3, amount: 4, date: 5 }

export const xlsx: FileFormat = {
  contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  extension: 'xlsx',
  compressed: true,
  write: (columns, batches) => writeXlsx(columns, batches),
}

/** @param rowsPerSheet includes the header. Further rows go to further sheets. */
export function writeXlsx(
  columns: readonly Column[],
  batches: AsyncIterable<readonly Row[]>,
  rowsPerSheet = maxRowsPerSheet,
): AsyncGenerator<Buffer, void> {
  return writeZip(makeParts(columns, batches, rowsPerSheet))
}

async function* makeParts(
  columns: readonly Column[],
  batches: AsyncIterable<readonly Row[]>,
  rowsPerSheet: number,
): AsyncGenerator<ZipEntry, void> {
  const rows = createRowReader(batches)
  try {
    yield { path: '_rels/.rels', content: [Buffer.from(packageRelations)] }
    yield { path: 'xl/styles.xml', content: [Buffer.from(styles)] }
    let sheets = 0
    do {
      sheets += 1
      yield {
        path: `xl/worksheets/sheet${sheets}.xml`,
        content: writeSheet(columns, rows, rowsPerSheet, sheets === 1),
      }
    } while (!(await rows.atEnd()))
    yield { path: 'xl/_rels/workbook.xml.rels', content: [Buffer.from(workbookRelations(sheets))] }
    yield { path: 'xl/workbook.xml', content: [Buffer.from(workbook(sheets))] }
    yield { path: '[Content_Types].xml', content: [Buffer.from(contentTypes(sheets))] }
  } finally {
    await rows.close()
  }
}

type RowReader = {
  /** The next rows, at most `most`. Empty at the end. */
  next(most: number): Promise<readonly Row[]>
  atEnd(): Promise<boolean>
  close(): Promise<void>
}

/** Reads batches, split where a sheet ends. */
function createRowReader(batches: AsyncIterable<readonly Row[]>): RowReader {
  const source = batches[Symbol.asyncIterator]()
  let held: readonly Row[] = []
  const fill = async () => {
    while (held.length === 0) {
      const next = await source.next()
      if (next.done) return
      held = next.value
    }
  }
  return {
    async next(most) {
      await fill()
      const taken = held.slice(0, most)
      held = held.slice(taken.length)
      return taken
    },
    async atEnd() {
      await fill()
      return held.length === 0
    },
    async close() {
      await source.return?.()
    },
  }
}

async function* writeSheet(
  columns: readonly Column[],
  rows: RowReader,
  rowsPerSheet: number,
  first: boolean,
): AsyncGenerator<Buffer, void> {
  const cells = columns.map((column, index) => createCellWriter(column, columnLetters(index)))
  yield Buffer.from(sheetStart(columns, first))
  let rowNumber = 1
  const formatRow = (row: Row): string => {
    rowNumber += 1
    let text = `<row r="${rowNumber}">`
    for (let index = 0; index < cells.length; index++) text += cells[index]?.(row[index], rowNumber) ?? ''
    return `${text}</row>`
  }
  for (;;) {
    const batch = await rows.next(rowsPerSheet - rowNumber)
    if (batch.length === 0) break
    yield* encodeRows(batch, formatRow)
  }
  // Ids are text on purpose. Without this, Excel warns at each one: "number stored as text".
  const all = `A1:${columnLetters(columns.length - 1)}${rowNumber}`
  yield Buffer.from(
    `</sheetData><ignoredErrors><ignoredError sqref="${all}" numberStoredAsText="1"/></ignoredErrors></worksheet>`,
  )
}

/** The sheet up to its first row, which stays visible when scrolling. */
function sheetStart(columns: readonly Column[], first: boolean): string {
  const widths = columns.map(
    ({ type }, index) =>
      `<col min="${index + 1}" max="${index + 1}" width="${type === 'text' ? 24 : 14}" customWidth="1"/>`,
  )
  const header = columns.map(({ name }, index) =>
    inlineString(`${columnLetters(index)}1`, style.header, name),
  )
  return (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews>' +
    `<sheetView${first ? ' tabSelected="1"' : ''} workbookViewId="0">` +
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
    `<cols>${widths.join('')}</cols><sheetData><row r="1">${header.join('')}</row>`
  )
}

/** `A`, `B`, … `Z`, `AA`, … */
function columnLetters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26))
  return index < 26 ? last : columnLetters(Math.floor(index / 26) - 1) + last
}

type CellWriter = (value: Cell | undefined, rowNumber: number) => string

function createCellWriter({ name, type }: Column, letters: string): CellWriter {
  return (value, rowNumber) => {
    if (value === null || value === undefined) return ''
    const number = toNumber(type, value)
    if (number !== null)
      return `<c r="${letters}${rowNumber}" s="${style[type as 'amount']}"><v>${number}</v></c>`
    if (value.length > maxCellLength) throw new UnwritableExportError(tooLong(name, value.length))
    return inlineString(
      `${letters}${rowNumber}`,
      startsLikeFormula.test(value) ? style.quoted : style.text,
      value,
    )
  }
}

/** Such text gets Excel's apostrophe mark (`quotePrefix`), which is not part of the value. */
const startsLikeFormula = /^[=+\-@\t\r\n\0]/

function inlineString(reference: string, styleIndex: number, value: string): string {
  // Without this, XML readers drop space at both ends.
  const space =
    value.charCodeAt(0) <= 32 || value.charCodeAt(value.length - 1) <= 32 ? ' xml:space="preserve"' : ''
  return `<c r="${reference}" s="${styleIndex}" t="inlineStr"><is><t${space}>${escapeXml(value)}</t></is></c>`
}

const tooLong = (column: string, length: number): string =>
  `A value of the column ${column} has ${length.toLocaleString('en-US')} characters, but a cell in XLSX holds at most ` +
  `${maxCellLength.toLocaleString('en-US')}. Request the export as CSV or JSONL, which have no such limit.`

/** A spreadsheet's numbers are doubles, which are exact to 15 digits. Longer amounts stay text. */
const maxDigits = 15
const dayMs = 86_400_000
/** Day 0 of a spreadsheet's calendar. Valid from 1 March 1900 only: the calendar has a wrong 29 February 1900. */
const dayZero = Date.UTC(1899, 11, 30)
const firstDay = 61

/** The value as a cell's number. Null for text, and for a value without an exact number. */
function toNumber(type: CellType, value: string): string | null {
  if (type === 'text') return null
  if (type === 'amount') return value.replace(/\D/g, '').length <= maxDigits ? value : null
  const serial = (Date.parse(`${value}T00:00:00Z`) - dayZero) / dayMs
  return serial >= firstDay ? String(serial) : null
}
