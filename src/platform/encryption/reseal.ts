// Moves stored values to the newest key while the portal reads and writes them. It takes a few rows at a time, in the
// order of their ids, and writes only rows that did not change since it read them. So it can be stopped anywhere and run
// again.
import type { Pool, PoolClient } from 'pg'
import { inTransaction } from '../database/transaction.ts'
import {
  DecryptionError,
  type FieldCipher,
  holdKeyOn,
  type Sealer,
  sealedPrefix,
} from './field-encryption.ts'
import {
  type BlindIndex,
  type SealedColumn,
  type SealedTable,
  type SealedTableName,
  sealedTables,
} from './sealed-columns.ts'

/** Computes each blind index in the way of the feature that stores it. */
export type Indexers = Record<BlindIndex, (cipher: FieldCipher, accountId: string, value: string) => Buffer>

type Resealing = {
  pool: Pool
  cipher: FieldCipher
  table: SealedTableName
  indexers: Indexers
  /** Called after each batch with its number of rows. */
  onRows: (count: number) => void
  signal: AbortSignal
}

type StoredRow = { id: string; account_id: string } & Record<string, Buffer | null | string>

const firstId = '00000000-0000-0000-0000-000000000000'

/** How many rows have a value that is under an older key or has no blind index. */
export async function countOutdated({
  pool,
  cipher,
  table,
}: Pick<Resealing, 'pool' | 'cipher' | 'table'>): Promise<number> {
  const { rows } = await pool.query(
    `SELECT count(*)::int AS count FROM ${table} WHERE ${isOutdated(table)}`,
    [sealedPrefix(cipher.keyId)],
  )
  return rows[0].count
}

/**
 * Makes one pass over the table.
 * @returns how many rows were written, and why values could not be decrypted. These values do not change. A row that
 * changed meanwhile is in neither; the next pass finds it.
 * @throws the reason of `signal`.
 */
export async function resealTable(task: Resealing): Promise<{ written: number; failures: string[] }> {
  const failures: string[] = []
  let written = 0
  let after = firstId
  for (;;) {
    task.signal.throwIfAborted()
    const rows = await readBatch(task, after)
    const last = rows.at(-1)
    if (!last) return { written, failures }
    after = last.id
    written += await inTransaction(task.pool, async (client) => {
      const seal = await holdKeyOn(client, task.cipher)
      return writeBatch(
        client,
        task.table,
        rows.flatMap((row) => resealRow(task, seal, row, failures)),
      )
    })
    task.onRows(rows.length)
  }
}

/** The table's encrypted columns, each with its blind index where it has one. */
const columnsOf = (table: SealedTableName) => {
  const { columns }: SealedTable = sealedTables[table]
  return Object.entries(columns).map(([column, { index }]) => ({ column, index }))
}

const writtenColumns = (table: SealedTableName): string[] =>
  columnsOf(table).flatMap(({ column, index }) => (index ? [column, index] : [column]))

/** $1 is the prefix of values under the newest key. */
function isOutdated(table: SealedTableName): string {
  const conditions = columnsOf(table).flatMap(({ column, index }) => [
    `substr(${column}, 1, length($1::bytea)) <> $1`,
    ...(index ? [`(${column} IS NOT NULL AND ${index} IS NULL)`] : []),
  ])
  return `(${conditions.join(' OR ')})`
}

async function readBatch({ pool, cipher, table }: Resealing, after: string): Promise<StoredRow[]> {
  const { rows } = await pool.query<StoredRow>(
    `SELECT id, account_id, ${writtenColumns(table).join(', ')} FROM ${table}
     WHERE id > $2 AND ${isOutdated(table)} ORDER BY id LIMIT $3`,
    [sealedPrefix(cipher.keyId), after, sealedTables[table].rowsAtOnce],
  )
  return rows
}

type RowChange = { from: StoredRow; to: StoredRow }

/** A row before and after. Empty when nothing in it can be decrypted. */
function resealRow(
  { cipher, table, indexers }: Resealing,
  seal: Sealer,
  from: StoredRow,
  failures: string[],
): RowChange[] {
  const to: StoredRow = { ...from }
  for (const { column, index } of columnsOf(table)) {
    const value = from[column] as Buffer | null
    if (value === null || (isNewest(cipher, value) && !(index && from[index] === null))) continue
    const place = `${table}.${column}` as SealedColumn
    try {
      const plain = cipher.decrypt(value, `${place}:${from.id}`)
      to[column] = seal(plain, `${place}:${from.id}`)
      if (index)
        to[index] = indexers[`${table}.${index}` as BlindIndex](
          cipher,
          from.account_id,
          plain.toString('utf8'),
        )
    } catch (error) {
      if (!(error instanceof DecryptionError)) throw error
      failures.push(error.message)
    }
  }
  return writtenColumns(table).some((column) => to[column] !== from[column]) ? [{ from, to }] : []
}

const isNewest = ({ keyId }: FieldCipher, sealed: Buffer) => {
  const prefix = sealedPrefix(keyId)
  return sealed.subarray(0, prefix.length).equals(prefix)
}

/** Writes the rows that did not change since they were read, so that it never undoes a change or a deletion. */
async function writeBatch(client: PoolClient, table: SealedTableName, changes: RowChange[]): Promise<number> {
  if (changes.length === 0) return 0
  const names = writtenColumns(table)
  const set = names.map((name) => `${name} = new.${name}`)
  const unchanged = names.map((name) => `stored.${name} IS NOT DISTINCT FROM new.old_${name}`)
  const parameters = names.flatMap((_, index) => [`$${2 * index + 2}::bytea[]`, `$${2 * index + 3}::bytea[]`])
  const { rowCount } = await client.query(
    `UPDATE ${table} stored SET ${set.join(', ')}
     FROM unnest($1::uuid[], ${parameters.join(', ')})
       AS new (id, ${names.flatMap((name) => [`old_${name}`, name]).join(', ')})
     WHERE stored.id = new.id AND ${unchanged.join(' AND ')}`,
    [
      changes.map(({ from }) => from.id),
      ...names.flatMap((name) => [changes.map(({ from }) => from[name]), changes.map(({ to }) => to[name])]),
    ],
  )
  return rowCount ?? 0
}
