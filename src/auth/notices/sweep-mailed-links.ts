import type { Sweep } from '../../platform/database/sweep.ts'

/**
 * Deletes mailed links when they expire. A used link is kept until then, because its row refuses a second use. After
 * that, the row is not needed: used, expired and unknown links get the same answer.
 */
export const sweepMailedLinks: Sweep = {
  table: 'mailed_link',
  key: 'id',
  time: 'expires_at',
  keptHours: 0,
}
