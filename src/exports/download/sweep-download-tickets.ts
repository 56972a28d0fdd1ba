import type { Sweep } from '../../platform/database/sweep.ts'

/**
 * Download tickets, used or not, a day after they expired. Until then the audit table notes each further use of one: a
 * link that comes a second time may have been read by someone on its way.
 */
export const sweepDownloadTickets: Sweep = {
  table: 'download_ticket',
  key: 'id',
  time: 'expires_at',
  keptHours: 24,
}
