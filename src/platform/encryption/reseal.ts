// Bringing stored values under the newest key, beside whoever reads and writes them: a few rows at a time, in the order
// of their ids, each batch one statement that writes what is still as it was read. So it can be stopped anywhere, and
// run again: what is done is not done twice.
import type { Pool } from 'pg'
import { DecryptionError, type FieldCipher, type Place, sealedPrefix } from './field-encryption.ts'

/** A row, by what a place is made of. */
export type SealedRow = { id: string; account_id: string }

/** A table with sealed values. */
export type SealedTable = {
  name: string
  /** One, where others lock several rows of it in an order of their own. */
  rowsAtOnce: number
  /** The columns with sealed values, and where each is bound to. */
  columns: Record<string, (row: SealedRow) => Place>
  /** Columns that are computed of a sealed value with the key: they go with it. */
  indexes: Record<string, { of: string; compute(cipher: FieldCipher, row: SealedRow, value: string): Buffer }>
}

export type Resealing = {
  pool: Pool
  cipher: FieldCipher
  table: SealedTable
  /** Called after each batch with the rows that it went through. */
  onRows: (count: number) => void
  signal: AbortSignal
}

type StoredRow = SealedRow & Record<string, Buffer | null | string>

const firstId = '00000000-0000-0000-0000-000000000000'

/** How many rows have a value that is not under the newest key, or lack its index. */
export async function countOutdated({
  pool,
  cipher,
  table,
}: Pick<Resealing, 'pool' | 'cipher' | 'table'>): Promise<number> {
  const { rows } = await pool.query(
    `SELECT count(*)::int AS count FROM ${table.name} WHERE ${isOutdated(table)}`,
    [sealedPrefix(cipher.keyId)],
  )
  return rows[0].count
}

/**
 * Goes once through the table.
 * @returns how many rows were written, and why values could not be opened: these stay as they are. What somebody else
 * changed meanwhile is neither: the next time through finds it.
 * @throws what `signal` was aborted with.
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
    const changes = rows.flatMap((row) => resealRow(task, row, failures))
    if (changes.length > 0) written += await writeBatch(task, changes)
    task.onRows(rows.length)
  }
}

/** Of the sealed columns and the indexes, in one order everywhere. */
const writtenColumns = ({ columns, indexes }: SealedTable) => [
  ...Object.keys(columns),
  ...Object.keys(indexes),
]

/** $1 is what values under the newest key begin with. */
function isOutdated({ columns, indexes }: SealedTable): string {
  const underOther = Object.keys(columns).map((column) => `substr(${column}, 1, length($1::bytea)) <> $1`)
  const notIndexed = Object.entries(indexes).map(
    ([index, { of }]) => `(${of} IS NOT NULL AND ${index} IS NULL)`,
  )
  return `(${[...underOther, ...notIndexed].join(' OR ')})`
}

async function readBatch({ pool, cipher, table }: Resealing, after: string): Promise<StoredRow[]> {
  const { rows } = await pool.query<StoredRow>(
    `SELECT id, account_id, ${writtenColumns(table).join(', ')} FROM ${table.name}
     WHERE id > $2 AND ${isOutdated(table)} ORDER BY id LIMIT $3`,
    [sealedPrefix(cipher.keyId), after, table.rowsAtOnce],
  )
  return rows
}

type Change = { from: StoredRow; to: StoredRow }

/** A row as it is and as it shall be; none where nothing of it can be opened. */
function resealRow({ cipher, table }: Resealing, from: StoredRow, failures: string[]): Change[] {
  const to: StoredRow = { ...from }
  for (const [column, placeOf] of Object.entries(table.columns)) {
    const value = from[column] as Buffer | null
    const indexes = Object.entries(table.indexes).filter(([, { of }]) => of === column)
    if (value === null || (isNewest(cipher, value) && indexes.every(([index]) => from[index]))) continue
    try {
      const plain = cipher.decrypt(value, placeOf(from))
      to[column] = cipher.encrypt(plain, placeOf(from))
      for (const [index, { compute }] of indexes) to[index] = compute(cipher, from, plain.toString('utf8'))
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

/** Writes the rows that are still as they were read: a value that was changed or destroyed meanwhile stays so. */
async function writeBatch({ pool, table }: Resealing, changes: Change[]): Promise<number> {
  const names = writtenColumns(table)
  const set = names.map((name) => `${name} = new.${name}`)
  const unchanged = names.map((name) => `stored.${name} IS NOT DISTINCT FROM new.old_${name}`)
  const parameters = names.flatMap((_, index) => [`$${2 * index + 2}::bytea[]`, `$${2 * index + 3}::bytea[]`])
  const { rowCount } = await pool.query(
    `UPDATE ${table.name} stored SET ${set.join(', ')}
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
