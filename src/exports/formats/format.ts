// The interface of a file format. A format turns rows into bytes as a stream.

/**
 * How a format may show a column. Every value is an exact string: an `amount` is a decimal such as `1234.50`, a `date` is a
 * day such as `2026-11-24`. Everything else is `text`, including ids and account numbers.
 */
export type CellType = 'text' | 'amount' | 'date'

export type Column = { name: string; type: CellType }

/** Null means no value. */
export type Cell = string | null

/** One cell for each column, in order. */
export type Row = readonly Cell[]

export type FileFormat = {
  contentType: string
  /** Without a dot. */
  extension: string
  /** Whether the format itself compresses. */
  compressed: boolean
  /**
   * Writes a file in pieces. Reads the next batch of rows when the pieces of the last one were taken. Closing it closes
   * `batches`.
   * @throws UnwritableExportError
   */
  write(columns: readonly Column[], batches: AsyncIterable<readonly Row[]>): AsyncGenerator<Buffer, void>
}

/**
 * The data does not fit the format, so another attempt would fail too. The message is for the export's owner. It says what
 * the problem is and what to do, and contains no value.
 */
export class UnwritableExportError extends Error {
  override name = 'UnwritableExportError'
}
