// What a format of export files is: something that turns rows into bytes as they come, and holds none of them back.

/**
 * What a column's values are. All of them are text here, exact to the last digit: `amount` is a decimal such as
 * `1234.50`, `date` is a day such as `2026-11-24`. Everything else, ids and numbers of accounts above all, is `text`.
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
  /** Whether its files are compressed already. */
  compressed: boolean
  /**
   * Writes a file. Rows come a batch at a time and leave as pieces of the file; the next batch is asked for when the
   * pieces of the last one were taken, and closing this closes where the rows come from.
   * @throws UnwritableExportError
   */
  write(columns: readonly Column[], batches: AsyncIterable<readonly Row[]>): AsyncGenerator<Buffer, void>
}

/**
 * The data does not fit the format, and trying again will not change that. The message is for the export's owner: it
 * says where and what to do, and repeats no value.
 */
export class UnwritableExportError extends Error {
  override name = 'UnwritableExportError'
}
