// Limits across processes. One atomic statement counts each try by the database's clock, so neither parallel tries nor a
// process with a wrong clock can exceed them.
import type { DbOrTx } from '../database/db.ts'

export type RateLimit = {
  /** What is limited, such as `sign-in:person`. */
  name: string
  /** How many tries are allowed. */
  limit: number
  /** How long tries are counted, from the first one. */
  windowSeconds: number
  /** How long further tries are refused when the limit is reached. */
  blockSeconds: number
}

/**
 * Counts one try of `subject`.
 * @returns null when the try is allowed, or else the seconds until the next one will be.
 */
export async function countTry(db: DbOrTx, rule: RateLimit, subject: string): Promise<number | null> {
  const [row] = await db.$queryRaw<{ points: number; retryAfterSeconds: number }[]>`
    INSERT INTO rate_limit AS r (key, points, resets_at)
    VALUES (${keyOf(rule, subject)}, 1, now() + ${rule.windowSeconds} * interval '1 second')
    ON CONFLICT (key) DO UPDATE SET
      points = CASE WHEN r.resets_at <= now() THEN 1 ELSE r.points + 1 END,
      resets_at = CASE
        WHEN r.resets_at <= now() THEN now() + ${rule.windowSeconds} * interval '1 second'
        WHEN r.points + 1 = ${rule.limit} THEN now() + ${rule.blockSeconds} * interval '1 second'
        ELSE r.resets_at
      END
    RETURNING points, ceil(extract(epoch FROM resets_at - now()))::int AS "retryAfterSeconds"`
  if (!row || row.points <= rule.limit) return null
  return Math.max(1, row.retryAfterSeconds)
}

/** Uncounts one try, for example one with the right password. */
export async function returnTry(db: DbOrTx, rule: RateLimit, subject: string): Promise<void> {
  await db.$executeRaw`UPDATE rate_limit SET points = points - 1 WHERE key = ${keyOf(rule, subject)} AND points > 0`
}

/** Resets the count of `subject`, after a success. */
export async function forgetTries(db: DbOrTx, rule: RateLimit, subject: string): Promise<void> {
  await db.$executeRaw`DELETE FROM rate_limit WHERE key = ${keyOf(rule, subject)}`
}

/** How long to wait, in words: `45 seconds`, `1 minute`, `15 minutes`. */
export function describeWait(seconds: number): string {
  const [count, unit] = seconds < 60 ? [seconds, 'second'] : [Math.ceil(seconds / 60), 'minute']
  return count === 1 ? `1 ${unit}` : `${count} ${unit}s`
}

const keyOf = (rule: RateLimit, subject: string) => `${rule.name}:${subject}`
