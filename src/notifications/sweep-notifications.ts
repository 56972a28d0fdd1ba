import type { Sweep } from '../platform/database/sweep.ts'

const keptDays = 90

/**
 * Deletes old notifications, read or not. Streams continue: their cursors are numbers that the member's row counts and
 * never gives twice.
 */
export const sweepNotifications: Sweep = {
  table: 'notification',
  key: 'id',
  time: 'created_at',
  keptHours: keptDays * 24,
}
