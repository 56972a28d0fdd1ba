import type { DbOrTx } from '../database/db.ts'
import { RateLimitedError } from '../errors.ts'
import { countTry, describeWait, type RateLimit } from './rate-limit.ts'

/**
 * Counts a try before anything is compared.
 * @param tooMany the first sentence of the refusal. The second says when to try again.
 * @throws RateLimitedError
 */
export async function countOrRefuse(
  db: DbOrTx,
  rule: RateLimit,
  subject: string,
  tooMany: string,
): Promise<void> {
  const retryAfterSeconds = await countTry(db, rule, subject)
  if (retryAfterSeconds === null) return
  throw new RateLimitedError(`${tooMany} Try again in ${describeWait(retryAfterSeconds)}.`, retryAfterSeconds)
}
