import type { Sweep } from '../../platform/database/sweep.ts'

/** Security notices, a day after they were valid: by then their jobs have ended, and have logged what was not sent. */
export const sweepSecurityNotices: Sweep = {
  table: 'security_notice',
  key: 'id',
  time: 'expires_at',
  keptHours: 24,
}
