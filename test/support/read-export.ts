// The rows of an export's file as whoever gets it reads them: with libraries that know nothing of how it was written.
import { Readable } from 'node:stream'
import { parse } from 'csv-parse/sync'
import readXlsxFile from 'read-excel-file/node'
import type { ExportFormat } from './gql/graphql.ts'

/** A row by its columns' names; null where there is nothing. Numbers and days of a workbook are those. */
export type ReadRow = Record<string, string | number | Date | null>

/** The inverse of the CSV's rule: one apostrophe goes from each cell that it made safe. */
export const restoreCell = (cell: string): string => (/^'+[=+\-@\t\r\n\0]/.test(cell) ? cell.slice(1) : cell)

export async function readExport(format: ExportFormat, file: Buffer): Promise<ReadRow[]> {
  if (format === 'CSV') return readCsv(file)
  if (format === 'XLSX') return readXlsx(file)
  const lines = file.toString('utf8').split('\n')
  if (lines.pop() !== '') throw new Error('The last line has no end')
  return lines.map((line) => JSON.parse(line))
}

function readCsv(file: Buffer): ReadRow[] {
  const records: Record<string, string>[] = parse(file, { columns: true, record_delimiter: '\r\n' })
  return records.map((record) =>
    Object.fromEntries(Object.entries(record).map(([name, cell]) => [name, restoreCell(cell) || null])),
  )
}

async function readXlsx(file: Buffer): Promise<ReadRow[]> {
  const sheets = await readXlsxFile(Readable.from([file]), { trim: false })
  return sheets.flatMap(({ data: [header, ...rows] }) =>
    rows.map((row) =>
      Object.fromEntries(header?.map((name, index) => [String(name), row[index] ?? null]) ?? []),
    ),
  ) as ReadRow[]
}
