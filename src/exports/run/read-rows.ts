// Reads the rows of an export in batches: one consistent snapshot, through a cursor, so that memory does not grow with the
// number of rows.
import type { Pool, PoolClient } from 'pg'
import Cursor from 'pg-cursor'
import { Prisma } from '../../generated/prisma/client.ts'
import type { FieldCipher } from '../../platform/encryption/field-encryption.ts'
import type { Cell, Row } from '../formats/format.ts'
import type { ExportColumn } from '../kinds/kind.ts'
import { exportKinds } from '../kinds/registry.ts'
import type { ClaimedExport } from './claim-export.ts'

/** Small, so that a batch becomes garbage while it is young. Larger batches are not faster. */
const rowsPerBatch = 200
const ignore = () => {}

/** The rows read, and all rows. */
export type Progress = { rowsDone: number; rowsTotal: number }

/**
 * Yields the rows with decrypted values.
 * @param onProgress is called after each batch. The next batch waits for it.
 * @throws DecryptionError when a stored value cannot be decrypted, and the reason of `signal`.
 */
export async function* readRows(
  { pool, cipher }: { pool: Pool; cipher: FieldCipher },
  { kind, accountId, filter }: ClaimedExport,
  onProgress: (progress: Progress) => Promise<void>,
  signal: AbortSignal,
): AsyncGenerator<Row[], void> {
  const { columns, from, where, orderBy, rowKey } = exportKinds[kind]
  const client = await pool.connect()
  // Without a listener, the event of a broken connection would end the process. The next query fails anyway.
  client.on('error', ignore)
  let healthy = false
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const source = Prisma.sql`FROM ${Prisma.raw(from)} WHERE ${where(accountId, filter, cipher)}`
    const progress = { rowsDone: 0, rowsTotal: await countRows(client, source) }
    const { selected, open } = createOpener(columns, cipher)
    const order = Prisma.raw(`${orderBy}, ${rowKey}`)
    const query = Prisma.sql`SELECT ${Prisma.raw(selected)} ${source} ORDER BY ${order}`
    for await (const rows of readBatches(client, query)) {
      signal.throwIfAborted()
      progress.rowsDone += rows.length
      yield rows.map(open)
      await onProgress(progress)
    }
    await client.query('COMMIT')
    healthy = true
  } finally {
    client.off('error', ignore)
    // Closes a connection with an open cursor, because it cannot be used again.
    client.release(!healthy)
  }
}

async function countRows(client: PoolClient, source: Prisma.Sql): Promise<number> {
  const { text, values } = Prisma.sql`SELECT count(*)::int AS count ${source}`
  const { rows } = await client.query(text, values)
  return rows[0].count
}

/** The values of the columns, then the ids that the encrypted values are bound to. */
type StoredRow = (string | Buffer | null)[]

async function* readBatches(
  client: PoolClient,
  { text, values }: Prisma.Sql,
): AsyncGenerator<StoredRow[], void> {
  const cursor = client.query(new Cursor<StoredRow>(text, values, { rowMode: 'array' }))
  const read = () => {
    const reading = cursor.read(rowsPerBatch)
    // If the consumer stops before this batch, nothing else handles its error.
    reading.catch(ignore)
    return reading
  }
  // The database prepares the next batch while this one is written.
  for (let next = read(); ; ) {
    const rows = await next
    if (rows.length === rowsPerBatch) next = read()
    if (rows.length > 0) yield rows
    if (rows.length < rowsPerBatch) break
  }
  await cursor.close()
}

/** The columns to select, and a function that turns a row into cells, in place. */
function createOpener(columns: readonly ExportColumn[], cipher: FieldCipher) {
  const ids = [...new Set(columns.flatMap(({ sealed }) => sealed?.boundTo ?? []))]
  const sealedCells = columns.flatMap(({ sealed }, index) =>
    sealed ? [{ index, idIndex: columns.length + ids.indexOf(sealed.boundTo), open: sealed.open }] : [],
  )
  return {
    selected: [...columns.map(({ sql }) => sql), ...ids].join(', '),
    open(row: StoredRow): Cell[] {
      for (const { index, idIndex, open } of sealedCells) {
        const value = row[index]
        if (value) row[index] = open(cipher, row[idIndex] as string, value as Buffer)
      }
      row.length = columns.length
      return row as Cell[]
    },
  }
}
