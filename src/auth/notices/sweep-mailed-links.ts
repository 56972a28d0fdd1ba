import type { Sweep } from '../../platform/database/sweep.ts'

/**
 * Mailed links, once they have expired. A link that was used is kept until then: its row is what refuses a second use.
 * Afterwards the answer is the same without the row: a link that was used, one that expired and one that never existed
 * are refused alike.
 */
export const sweepMailedLinks: Sweep = {
  table: 'mailed_link',
  key: 'id',
  time: 'expires_at',
  keptHours: 0,
}
