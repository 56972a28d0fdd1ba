// The database: Prisma for rows and relations, a pool of plain pg connections for what Prisma does not do
// (cursors, COPY, LISTEN).
import { PrismaPg } from '@prisma/adapter-pg'
import { Pool } from 'pg'
import { type Prisma, PrismaClient } from '../../generated/prisma/client.ts'

export type Db = PrismaClient
/** Prisma inside a transaction. The database itself is not one: its statements commit one by one. */
export type Tx = Prisma.TransactionClient & { $connect?: never }
/** A database or a transaction: what a verb that runs one statement takes. */
export type DbOrTx = Db | Tx

/** In milliseconds: for a connection, and for all of the work, locks included. A busy moment is waited for. */
const transactionOptions = { maxWait: 10_000, timeout: 15_000 }

/** Connects lazily: nothing is sent until the first query. */
export function createDb(connectionString: string): { db: Db; pool: Pool; close: () => Promise<void> } {
  const pool = new Pool({ connectionString, max: 20, keepAlive: true })
  // A pooled connection that breaks while idle is dropped by the pool; unheard, the event would end the process.
  pool.on('error', () => {})
  const db = new PrismaClient({ adapter: new PrismaPg(pool), transactionOptions })
  return {
    db,
    pool,
    close: async () => {
      await db.$disconnect()
      await pool.end()
    },
  }
}
