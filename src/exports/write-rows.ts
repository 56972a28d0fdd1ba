// The rows of an export, as text, a batch at a time: one consistent snapshot read through a cursor, so that memory
// stays flat however many investors there are.
import type { Pool, PoolClient } from 'pg'
import Cursor from 'pg-cursor'
import { investorsWhereSql } from '../investors/filter.ts'
import type { FieldCipher } from '../platform/field-encryption.ts'
import type { ClaimedExport } from './claim-export.ts'
import { exportColumns, type InvestorRow } from './columns.ts'
import { formatCsvRecord } from './csv.ts'

const rowsPerBatch = 2_000
const ignore = () => {}

/** How far the writing is: rows in the file so far, and rows that there will be. */
export type Progress = { rowsDone: number; rowsTotal: number }

/**
 * Yields the file's text in pieces.
 * @param onProgress called after each batch; what it awaits holds the next one back.
 */
export async function* writeRows(
  { pool, cipher }: { pool: Pool; cipher: FieldCipher },
  task: ClaimedExport,
  onProgress: (progress: Progress) => Promise<void>,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const columns = exportColumns[task.kind]
  yield Buffer.from(formatCsvRecord(columns.map((column) => column.name)))
  const client = await pool.connect()
  // A connection that breaks fails the next query; its event, unheard, would end the process as well.
  client.on('error', ignore)
  let healthy = false
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const { where, values } = investorsWhereSql(task.accountId, task.filter, cipher)
    const progress = { rowsDone: 0, rowsTotal: await countRows(client, where, values) }
    for await (const rows of readBatches(client, where, values)) {
      signal.throwIfAborted()
      progress.rowsDone += rows.length
      yield Buffer.from(rows.map((row) => formatCsvRecord(columns.map((c) => c.read(row, cipher)))).join(''))
      await onProgress(progress)
    }
    await onProgress(progress)
    await client.query('COMMIT')
    healthy = true
  } finally {
    client.off('error', ignore)
    // A connection in the middle of a cursor is not given back, but closed.
    client.release(!healthy)
  }
}

async function countRows(client: PoolClient, where: string, values: unknown[]): Promise<number> {
  const { rows } = await client.query(`SELECT count(*)::int AS count FROM investor i WHERE ${where}`, values)
  return rows[0].count
}

async function* readBatches(
  client: PoolClient,
  where: string,
  values: unknown[],
): AsyncGenerator<InvestorRow[]> {
  const cursor = client.query(
    new Cursor<InvestorRow>(
      `SELECT i.id, i.external_id, i.name, i.email, i.profile_type, i.address, i.tax_id,
              i.bank_name, i.bank_account_type, i.bank_routing_number, i.bank_account_number
       FROM investor i WHERE ${where} ORDER BY i.name, i.id`,
      values,
    ),
  )
  for (;;) {
    const rows = await cursor.read(rowsPerBatch)
    if (rows.length > 0) yield rows
    if (rows.length < rowsPerBatch) break
  }
  await cursor.close()
}
