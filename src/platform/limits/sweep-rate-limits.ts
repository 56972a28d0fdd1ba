import type { Sweep } from '../database/sweep.ts'

/** Deletes expired counts. Anyone can cause any number of them, because IP addresses are counted too. */
export const sweepRateLimits: Sweep = {
  table: 'rate_limit',
  key: 'key',
  time: 'resets_at',
  keptHours: 0,
}
