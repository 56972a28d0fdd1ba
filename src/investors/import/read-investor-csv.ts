// Reads an investor file as a stream: decodes it, checks its header, and parses its rows.
import { pipeline, type Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { type InvestorRow, investorColumns, parseInvestorRow } from './investor-row.ts'

/** A problem of the file. `row` counts like a spreadsheet: the header is row 1. */
export type FileProblem = { row: number; column?: string; message: string }

type FileRow = { row: number; investor: InvestorRow } | { row: number; problems: FileProblem[] }

/** The rest of the file cannot be read without guessing. */
export class UnreadableFileError extends Error {
  override name = 'UnreadableFileError'
}

/** Longer than any valid row. Without a limit, one unclosed quote would read the whole file into memory. */
const maxRecordLength = 32_768

const columnList = investorColumns.map(({ name }) => name).join(', ')

/** Yields the rows of the file, valid or not. Ignores empty rows, which spreadsheets leave behind. */
export async function* readInvestorCsv(csv: Readable): AsyncGenerator<FileRow> {
  let header: string[] | null = null
  let row = 0
  try {
    for await (const cells of readRecords(csv)) {
      row += 1
      if (header === null) header = readHeader(cells)
      else if (cells.some((cell) => cell.trim() !== '')) yield readRow(row, header, cells)
    }
  } catch (error) {
    throw error instanceof CsvError ? unreadableRow(error) : error
  }
  if (header === null) throw new UnreadableFileError(`The file is empty. Its columns can be: ${columnList}`)
}

function readRecords(csv: Readable): AsyncIterable<string[]> {
  const parser = parse({
    // Keeps empty lines and rows of the wrong length, so that row numbers match the spreadsheet's.
    relax_column_count: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: maxRecordLength,
  })
  // The callback ignores errors, because the reader of the last stream gets the errors of all streams.
  return pipeline(csv, decodeUtf8, parser, () => {})
}

/** Drops a byte order mark. Refuses a file that is not UTF-8, because wrong letters would be stored. */
async function* decodeUtf8(bytes: AsyncIterable<Uint8Array | string>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const chunk of bytes) {
      yield typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })
    }
    yield decoder.decode()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error
    throw new UnreadableFileError(
      'The file is not in UTF-8. Save it again as UTF-8: in Excel, choose the file type "CSV UTF-8 (comma delimited)"',
    )
  }
}

/** @returns the names of the columns, in the order of the file. */
function readHeader(cells: string[]): string[] {
  const header = cells.map((cell) => cell.trim().toLowerCase())
  const known = (name: string) => investorColumns.some((column) => column.name === name)
  // This may be a row of data with Tax IDs, so the message does not quote it.
  if (!header.some(known)) {
    throw new UnreadableFileError(
      `The first row must name the columns, separated by commas. They can be: ${columnList}`,
    )
  }
  const complaints = [
    ['The file has unknown columns:', header.filter((name) => !known(name))],
    ['The file has duplicate columns:', header.filter((name, index) => header.indexOf(name) !== index)],
    ['The file has missing columns:', requiredColumns.filter((name) => !header.includes(name))],
  ] as const
  const said = complaints
    .filter(([, names]) => names.length > 0)
    .map(([text, names]) => `${text} ${quote(names)}`)
  if (said.length === 0) return header
  throw new UnreadableFileError(`${said.join('. ')}. They can be: ${columnList}`)
}

const requiredColumns = investorColumns.filter(({ required }) => required).map(({ name }) => name)

const quote = (names: readonly string[]) =>
  names.map((name) => (name === '' ? '(one without a name)' : `"${name.slice(0, 40)}"`)).join(', ')

function readRow(row: number, header: string[], cells: string[]): FileRow {
  if (cells.length !== header.length) {
    const message = `has ${cells.length} values, but the header has ${header.length} columns: put quotes around a value that contains a comma`
    return { row, problems: [{ row, message }] }
  }
  const parsed = parseInvestorRow(Object.fromEntries(header.map((name, index) => [name, cells[index] ?? ''])))
  if ('investor' in parsed) return { row, investor: parsed.investor }
  return { row, problems: parsed.problems.map((problem) => ({ row, ...problem })) }
}

/** Replaces the parser's messages, because some contain the value. */
function unreadableRow(error: CsvError): UnreadableFileError {
  const row = Number(error.records) + 1
  const what =
    error.code === 'CSV_MAX_RECORD_SIZE'
      ? `Row ${row} is longer than ${maxRecordLength.toLocaleString('en-US')} characters: a quote is probably not closed`
      : `Row ${row} has quotes that do not match`
  return new UnreadableFileError(
    `${what}. Put a value that contains quotes in quotes, and write each of its own quotes twice, like "the ""Oak"" trust"`,
  )
}
