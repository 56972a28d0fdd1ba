import type { DatabaseServices } from '../platform/services.ts'

/** How long a notification is kept, read or not. */
export const keptDays = 90

const batchSize = 1_000

/**
 * Deletes the notifications whose time is over, in small transactions; several workers may do this at once. Streams go
 * on: their cursors are numbers, which are counted on the member's row and never given again.
 * @returns how many.
 */
export async function deleteOldNotifications({ db }: DatabaseServices): Promise<number> {
  let total = 0
  for (;;) {
    const count = await db.$executeRaw`
      DELETE FROM notification WHERE id IN (
        SELECT id FROM notification WHERE created_at <= now() - ${keptDays} * interval '1 day'
        ORDER BY created_at LIMIT ${batchSize} FOR UPDATE SKIP LOCKED)`
    total += count
    if (count < batchSize) return total
  }
}
