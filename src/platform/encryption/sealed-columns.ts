// Every encrypted column of the database. Code cannot encrypt a column that is missing here, because its places do not
// compile. `rotate-encryption-key` uses this list.

export type SealedTable = {
  /** How many rows a rotation writes in one statement. */
  rowsAtOnce: number
  /** The encrypted columns. `index` names the column of the blind index that finds its values. */
  columns: Record<string, { index?: string }>
}

export const sealedTables = {
  investor: {
    rowsAtOnce: 500,
    columns: { tax_id: { index: 'tax_id_index' }, bank_account_number: {} },
  },
  export: {
    // One, to avoid a deadlock: revoking a member's exports locks them in no particular order, so another statement that
    // locks several of them could wait for it while it waits.
    rowsAtOnce: 1,
    columns: { file_key: {}, filter_search: {} },
  },
} as const satisfies Record<string, SealedTable>

type Tables = typeof sealedTables
export type SealedTableName = keyof Tables

type ColumnName<Table extends SealedTableName> = keyof Tables[Table]['columns'] & string
type IndexName<Column> = Column extends { index: infer Name extends string } ? Name : never

/** `table.column` of an encrypted column. */
export type SealedColumn = { [Table in SealedTableName]: `${Table}.${ColumnName<Table>}` }[SealedTableName]

/** `table.column` of a blind index. */
export type BlindIndex = {
  [Table in SealedTableName]: `${Table}.${IndexName<Tables[Table]['columns'][ColumnName<Table>]>}`
}[SealedTableName]

/** Where an encrypted value is stored: its column and the id of its row. */
export type SealedPlace = `${SealedColumn}:${string}`

/** What a digest is bound to: the column of the blind index and the id of the account. */
export type IndexPlace = `${BlindIndex}:${string}`
