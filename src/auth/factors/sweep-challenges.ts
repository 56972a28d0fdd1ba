import type { Sweep } from '../../platform/database/sweep.ts'

/**
 * Deletes challenges a day after their end, answered or not. No rule needs them after their end, because the limits of a
 * person are counted in `rate_limit`. A day is the longest window of these limits, so an operator who looks into a locked
 * sign-in still finds its challenges.
 */
export const sweepChallenges: Sweep = {
  table: 'challenge',
  key: 'id',
  time: 'expires_at',
  keptHours: 24,
}
