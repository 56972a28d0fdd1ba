import { Prisma } from '../../generated/prisma/client.ts'
import type { DatabaseServices } from '../../platform/services.ts'
import { endExports } from './end-exports.ts'

const batchSize = 100

/** Several workers may do this together: each takes rows that no other has locked. */
const dueBatch = Prisma.sql`id IN (
  SELECT id FROM export WHERE status = 'COMPLETED' AND expires_at <= now()
  ORDER BY expires_at LIMIT ${batchSize} FOR UPDATE SKIP LOCKED)`

/** Ends the exports whose time is up, in small transactions. @returns how many. */
export async function expireExports({ db }: DatabaseServices): Promise<number> {
  let total = 0
  for (;;) {
    const expired = await db.$transaction((tx) =>
      endExports(tx, dueBatch, { to: 'EXPIRED', action: 'export.expired', actorId: null }),
    )
    total += expired.length
    if (expired.length < batchSize) return total
  }
}
