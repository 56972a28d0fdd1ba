// CSV by RFC 4180 (CRLF, doubled quotes) in UTF-8, safe to open in a spreadsheet. It has no byte order mark, because many
// programs would read the mark as part of the first column's name. For Excel there is XLSX.
import { encodeRows } from './encode-rows.ts'
import type { Cell, FileFormat, Row } from './format.ts'

/**
 * A spreadsheet would run a cell that begins with one of these characters as a formula (OWASP, CSV injection), so it is
 * prefixed with an apostrophe. A cell with apostrophes before such a character is prefixed too. This makes the rule
 * reversible: a reader that removes one apostrophe from each cell that matches gets the original values.
 */
const formula = /^'*[=+\-@\t\r\n\0]/
const needsQuotes = /[",\r\n]/
/** Matches every cell that one of the two may match. Most cells do not match, and need only this test. */
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
