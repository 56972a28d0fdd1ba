// A transaction on a plain pg connection, for COPY and temporary tables, which Prisma does not support in transactions.
import type { Pool, PoolClient } from 'pg'

const ignore = () => {}

/** Runs `work` in a transaction. Commits when it returns, and rolls back when it throws. */
export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  // A connection that breaks fails the running query. Without a listener, its event would also end the process.
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
