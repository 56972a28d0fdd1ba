// CSV as RFC 4180 has it (CRLF, quotes doubled), safe to open in a spreadsheet.

/**
 * A spreadsheet would run a cell that begins with one of these as a formula (OWASP, CSV injection). Such a cell gets
 * an apostrophe in front; so does one that already has apostrophes before such a character, which makes the rule
 * reversible: strip one apostrophe from each cell that matches, and every value is what it was.
 */
const formula = /^'*[=+\-@\t\r\n\0]/
const needsQuotes = /[",\r\n]/

/** One record, with its line end. Null is an empty cell. */
export function formatCsvRecord(values: readonly (string | null)[]): string {
  return `${values.map(formatCell).join(',')}\r\n`
}

function formatCell(value: string | null): string {
  if (value === null) return ''
  const safe = formula.test(value) ? `'${value}` : value
  return needsQuotes.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
