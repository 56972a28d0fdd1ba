// The database: Prisma for rows and relations, and a pool of plain pg connections for cursors and COPY.
import { PrismaPg } from '@prisma/adapter-pg'
import { Pool } from 'pg'
import { type Prisma, PrismaClient } from '../../generated/prisma/client.ts'

export type Db = PrismaClient
/** Prisma inside a transaction. A `Db` is not a `Tx`, because its statements commit one by one. */
export type Tx = Prisma.TransactionClient & { $connect?: never }
/** A database or a transaction, for functions that need no transaction. */
export type DbOrTx = Db | Tx

/** Milliseconds: how long to wait for a connection, and how long a transaction may take, including waits for locks. */
const transactionOptions = { maxWait: 10_000, timeout: 15_000 }

/** Connects at the first query. */
export function createDb(connectionString: string): { db: Db; pool: Pool; close: () => Promise<void> } {
  const pool = new Pool({ connectionString, max: 20, keepAlive: true })
  // The pool drops an idle connection that breaks. Without a listener, the event would end the process.
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
