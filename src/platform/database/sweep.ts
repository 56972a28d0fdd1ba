// Deletes rows that are no longer needed. Each feature defines the sweep of its table, src/sweeps.ts lists the sweeps, and
// each worker runs the list once an hour.
import { Prisma } from '../../generated/prisma/client.ts'
import type { DatabaseServices } from '../services.ts'
import type { Db } from './db.ts'

/** Which rows of a table to delete, and when. */
export type Sweep = {
  table: string
  /** The primary key. */
  key: 'id' | 'key'
  /** The column with the time from which a row's age counts. It needs an index, or each sweep reads the whole table. */
  time: string
  /** How long a row is kept after that time. */
  keptHours: number
  /** A further condition on the row. */
  onlyIf?: Prisma.Sql
}

/** Small, so that no statement holds its locks for long. */
const batchSize = 1_000

/** Runs the sweeps one after the other. A sweep that fails does not stop the others, and runs again in an hour. */
export async function runSweeps(
  { db, log }: DatabaseServices,
  sweeps: Sweep[],
  signal: AbortSignal,
): Promise<void> {
  for (const sweep of sweeps) {
    await runSweep(db, sweep, signal).catch((error) =>
      log.warn({ err: error, table: sweep.table }, 'old rows could not be deleted; trying again in an hour'),
    )
  }
}

/**
 * Deletes the rows of one sweep, the oldest first, in small transactions. Several workers may do this together: each
 * skips rows that another has locked.
 * @param signal ends it after the current batch.
 * @returns how many rows it deleted.
 */
export async function runSweep(db: Db, sweep: Sweep, signal?: AbortSignal): Promise<number> {
  let total = 0
  let count = batchSize
  while (count === batchSize && !signal?.aborted) {
    count = await deleteBatch(db, sweep)
    total += count
  }
  return total
}

/** Materializes the batch: a plan that read it again for each row would delete more than one batch. */
function deleteBatch(db: Db, { table, key, time, keptHours, onlyIf }: Sweep): Promise<number> {
  const [from, id, at] = [table, key, time].map((name) => Prisma.raw(name))
  const condition = onlyIf ? Prisma.sql`AND ${onlyIf}` : Prisma.empty
  return db.$executeRaw`
    WITH batch AS MATERIALIZED (
      SELECT ${id} FROM ${from} WHERE ${at} <= now() - ${keptHours} * interval '1 hour' ${condition}
      ORDER BY ${at} LIMIT ${batchSize} FOR UPDATE SKIP LOCKED
    )
    DELETE FROM ${from} USING batch WHERE ${from}.${id} = batch.${id}`
}
