// The rows of an export, a batch at a time: one consistent snapshot read through a cursor, so that memory stays flat
// however many there are.
import type { Pool, PoolClient } from 'pg'
import Cursor from 'pg-cursor'
import type { FieldCipher } from '../../platform/encryption/field-encryption.ts'
import type { Cell, Row } from '../formats/format.ts'
import { type ExportColumn, exportColumns } from '../kinds/columns.ts'
import { exportedRows, type RowSource } from '../request/export-filter.ts'
import type { ClaimedExport } from './claim-export.ts'

/** So few that a batch, and what is made of it, is garbage before it is old: more make nothing faster. */
const rowsPerBatch = 200
const ignore = () => {}

/** How far the reading is: rows taken so far, and rows that there will be. */
export type Progress = { rowsDone: number; rowsTotal: number }

/**
 * Yields the rows with their encrypted values opened.
 * @param onProgress called when a batch was taken; what it awaits holds the next one back.
 * @throws DecryptionError when a stored value is not what was stored; and what `signal` was aborted with.
 */
export async function* readRows(
  { pool, cipher }: { pool: Pool; cipher: FieldCipher },
  task: ClaimedExport,
  onProgress: (progress: Progress) => Promise<void>,
  signal: AbortSignal,
): AsyncGenerator<Row[], void> {
  const columns = exportColumns[task.kind]
  const client = await pool.connect()
  // A connection that breaks fails the next query; its event, unheard, would end the process as well.
  client.on('error', ignore)
  let healthy = false
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const source = exportedRows(task.kind, task.accountId, task.filter, cipher)
    const progress = { rowsDone: 0, rowsTotal: await countRows(client, source) }
    const open = createOpener(columns, cipher)
    for await (const rows of readBatches(client, columns, source)) {
      signal.throwIfAborted()
      progress.rowsDone += rows.length
      yield rows.map(open)
      await onProgress(progress)
    }
    await client.query('COMMIT')
    healthy = true
  } finally {
    client.off('error', ignore)
    // A connection in the middle of a cursor is not given back, but closed.
    client.release(!healthy)
  }
}

async function countRows(client: PoolClient, { from, values }: RowSource): Promise<number> {
  const { rows } = await client.query(`SELECT count(*)::int AS count ${from}`, values)
  return rows[0].count
}

/** A row as it is read: its columns, and the investor's id after them. */
type StoredRow = (string | Buffer | null)[]

async function* readBatches(
  client: PoolClient,
  columns: readonly ExportColumn[],
  { from, orderBy, values }: RowSource,
): AsyncGenerator<StoredRow[], void> {
  const selected = [...columns.map(({ sql }) => sql), 'i.id'].join(', ')
  const cursor = client.query(
    new Cursor<StoredRow>(`SELECT ${selected} ${from} ${orderBy}`, values, { rowMode: 'array' }),
  )
  const read = () => {
    const reading = cursor.read(rowsPerBatch)
    // Where nobody takes it any more, its error is nobody's.
    reading.catch(ignore)
    return reading
  }
  // The database works on the next batch while this one is written.
  for (let next = read(); ; ) {
    const rows = await next
    if (rows.length === rowsPerBatch) next = read()
    if (rows.length > 0) yield rows
    if (rows.length < rowsPerBatch) break
  }
  await cursor.close()
}

/** Opens the encrypted values of a row, in place. */
function createOpener(columns: readonly ExportColumn[], cipher: FieldCipher): (row: StoredRow) => Cell[] {
  const sealed = columns.flatMap(({ open }, index) => (open ? [{ open, index }] : []))
  return (row) => {
    const investorId = row.pop() as string
    for (const { open, index } of sealed) {
      const value = row[index]
      if (value) row[index] = open(cipher, investorId, value as Buffer)
    }
    return row as Cell[]
  }
}
