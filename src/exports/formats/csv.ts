// CSV as RFC 4180 has it (CRLF, quotes doubled), UTF-8, safe to open in a spreadsheet. Without a byte order mark: it is
// for programs, many of which would take the mark for a part of the first column's name. Excel has XLSX.
import { encodeRows } from './encode-rows.ts'
import type { Cell, FileFormat, Row } from './format.ts'

/**
 * A spreadsheet would run a cell that begins with one of these as a formula (OWASP, CSV injection). Such a cell gets
 * an apostrophe in front; so does one that already has apostrophes before such a character, which makes the rule
 * reversible: strip one apostrophe from each cell that matches, and every value is what it was.
 */
const formula = /^'*[=+\-@\t\r\n\0]/
const needsQuotes = /[",\r\n]/
/** Whatever one of the two may match. Most cells have none of it, and are looked at once. */
const special = /[",\r\n]|^['=+\-@\t\0]/

export const csv: FileFormat = {
  contentType: 'text/csv; charset=utf-8',
  extension: 'csv',
  compressed: false,
  async *write(columns, batches) {
    yield Buffer.from(formatCsvRecord(columns.map(({ name }) => name)))
    for await (const rows of batches) yield* encodeRows(rows, formatCsvRecord)
  },
}

/** One record, with its line end. Null is an empty cell. */
export function formatCsvRecord(values: Row): string {
  let text = formatCell(values[0])
  for (let index = 1; index < values.length; index++) text += `,${formatCell(values[index])}`
  return `${text}\r\n`
}

function formatCell(value: Cell | undefined): string {
  if (value === null || value === undefined) return ''
  if (!special.test(value)) return value
  const safe = formula.test(value) ? `'${value}` : value
  return needsQuotes.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
