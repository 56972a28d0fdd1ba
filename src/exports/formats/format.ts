// What a format of export files is: it turns rows into bytes as they come, and keeps none of them in memory.

/**
 * How a format may show a column. Every value is a string here, exact to the last digit: an `amount` is a decimal such as
 * `1234.50`, a `date` a day such as `2026-11-24`. All else is `text`, ids and account numbers above all.
 */
export type CellType = 'text' | 'amount' | 'date'

export type Column = { name: string; type: CellType }

/** Null where there is no value. */
export type Cell = string | null

/** One row: a cell for each column, in their order. */
export type Row = readonly Cell[]

export type FileFormat = {
  contentType: string
  /** Without a dot. */
  extension: string
  /** Whether the format itself compresses. */
  compressed: boolean
  /**
   * Writes a file, in pieces. It reads the next batch of rows once the pieces of the last one were taken. Closing it closes
   * `batches`.
   * @throws UnwritableExportError
   */
  write(columns: readonly Column[], batches: AsyncIterable<readonly Row[]>): AsyncGenerator<Buffer, void>
}

/**
 * The data does not fit the format, so another attempt would fail too. The message is for the export's owner: it says where
 * the problem is and what to do, and repeats no value.
 */
export class UnwritableExportError extends Error {
  override name = 'UnwritableExportError'
}
