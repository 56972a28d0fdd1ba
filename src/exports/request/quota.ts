// Limits how many exports a member may have running, and request within an hour.
import type { CurrentSession } from '../../identity/session.ts'
import type { Tx } from '../../platform/database/db.ts'
import { RateLimitedError } from '../../platform/errors.ts'

export const maxRunning = 3
export const maxPerHour = 20
const retryWhileRunningSeconds = 10

/**
 * Refuses a request over the quota. The caller holds the member's lock, so no request comes between the count and the
 * insert.
 * @throws RateLimitedError
 */
export async function refuseOverQuota(tx: Tx, { teamMemberId: ownerId }: CurrentSession): Promise<void> {
  const [count] = await tx.$queryRaw<
    { running: number; lastHour: number; retryAfterSeconds: number | null }[]
  >`
    SELECT (SELECT count(*)::int FROM export
            WHERE owner_id = ${ownerId}::uuid AND status = 'PROCESSING') AS running,
           count(*)::int AS "lastHour",
           ceil(extract(epoch FROM min(requested_at) + interval '1 hour' - now()))::int AS "retryAfterSeconds"
    FROM (SELECT owner_id, requested_at FROM export UNION ALL SELECT owner_id, requested_at FROM deleted_export) e
    WHERE owner_id = ${ownerId}::uuid AND requested_at > now() - interval '1 hour'`
  if (count && count.running >= maxRunning) {
    throw new RateLimitedError(
      `You already have ${count.running} exports running. Try again when one has finished.`,
      retryWhileRunningSeconds,
    )
  }
  if (count && count.lastHour >= maxPerHour) {
    throw new RateLimitedError(
      `You have reached the limit of ${maxPerHour} exports an hour. Try again later.`,
      Math.max(1, count.retryAfterSeconds ?? 1),
    )
  }
}
