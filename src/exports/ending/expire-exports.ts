import { recordEvent } from '../../audit/record-event.ts'
import type { DatabaseServices, Services } from '../../platform/services.ts'

const batchSize = 100

/** Ends the exports whose time is over, and destroys their keys, in small transactions. Returns how many. */
export async function expireExports({ db }: DatabaseServices): Promise<number> {
  let total = 0
  for (;;) {
    const count = await expireBatch(db)
    total += count
    if (count < batchSize) return total
  }
}

/** Several workers may do this at once: each takes what no other has taken. */
const expireBatch = (db: Services['db']): Promise<number> =>
  db.$transaction(async (tx) => {
    const expired = await tx.$queryRaw<{ id: string; accountId: string }[]>`
      UPDATE export SET status = 'EXPIRED', storage_key = NULL, file_key = NULL
      WHERE id IN (SELECT id FROM export WHERE status = 'COMPLETED' AND expires_at <= now()
                   ORDER BY expires_at LIMIT ${batchSize} FOR UPDATE SKIP LOCKED)
      RETURNING id, account_id AS "accountId"`
    for (const { id, accountId } of expired) {
      const subject = { type: 'export', id } as const
      await recordEvent(tx, { action: 'export.expired', accountId, actorId: null, subject })
    }
    return expired.length
  })
