import type { Sweep } from '../platform/database/sweep.ts'

const keptDays = 90

/**
 * Notifications that are 90 days old, read or not. Streams go on: their cursors are numbers, which the member's row
 * counts and never gives twice.
 */
export const sweepNotifications: Sweep = {
  table: 'notification',
  key: 'id',
  time: 'created_at',
  keptHours: keptDays * 24,
}
