import type { Sweep } from '../database/sweep.ts'

/** Counts that have been reset. Anyone can make more of them: addresses are counted too, and there is no end of those. */
export const sweepRateLimits: Sweep = {
  table: 'rate_limit',
  key: 'key',
  time: 'resets_at',
  keptHours: 0,
}
