// A transaction on a plain pg connection, for what Prisma does not do inside one (COPY, temporary tables).
import type { Pool, PoolClient } from 'pg'

const ignore = () => {}

/** Runs `work` in one transaction: committed when it returns, rolled back when it throws. */
export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  // A connection that breaks fails the query in progress; its event, unheard, would end the process as well.
  client.on('error', ignore)
  let broken = false
  try {
    await client.query('BEGIN')
    const result = await work(client)
    await client.query('COMMIT')
    return result
  } catch (error) {
    broken = await client.query('ROLLBACK').then(
      () => false,
      () => true,
    )
    throw error
  } finally {
    client.off('error', ignore)
    client.release(broken)
  }
}
