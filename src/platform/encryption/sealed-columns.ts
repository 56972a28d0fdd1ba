// Every encrypted column of the database. A column that is not listed here cannot be encrypted, because its places do
// not compile; and `rotate-encryption-key` goes over this list.

export type SealedTable = {
  /** How many rows a rotation writes in one statement. */
  rowsAtOnce: number
  /** The encrypted columns. `index` is the blind index by which a column's values are found. */
  columns: Record<string, { index?: string }>
}

export const sealedTables = {
  investor: {
    rowsAtOnce: 500,
    columns: { tax_id: { index: 'tax_id_index' }, bank_account_number: {} },
  },
  export: {
    // One: a member's exports are all revoked by one statement, which locks them in no particular order. Two statements
    // that each lock several of them could wait for each other.
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

/** Where an encrypted value is stored: its column, and the id of its row. */
export type SealedPlace = `${SealedColumn}:${string}`

/** What a digest is bound to: the column of the blind index, and the id of the account. */
export type IndexPlace = `${BlindIndex}:${string}`
