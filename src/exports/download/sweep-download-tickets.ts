import type { Sweep } from '../../platform/database/sweep.ts'

/**
 * Deletes download tickets, used or not, a day after they expire. Until then each further use is audited, because someone
 * else may have read the link.
 */
export const sweepDownloadTickets: Sweep = {
  table: 'download_ticket',
  key: 'id',
  time: 'expires_at',
  keptHours: 24,
}
