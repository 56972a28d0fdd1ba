import type { Sweep } from '../../platform/database/sweep.ts'

/**
 * Challenges, a day after their end, answered or not. No rule needs them longer: a challenge counts its own tries until
 * it ends, and what counts for the person (10 codes an hour, 10 tries a day) is in `rate_limit`. The day is the longest
 * of those windows, so whoever looks into a locked sign-in still finds its challenges.
 */
export const sweepChallenges: Sweep = {
  table: 'challenge',
  key: 'id',
  time: 'expires_at',
  keptHours: 24,
}
