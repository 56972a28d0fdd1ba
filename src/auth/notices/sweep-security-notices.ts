import type { Sweep } from '../../platform/database/sweep.ts'

/** Deletes security notices a day after they expire. By then their jobs have ended and have logged failures. */
export const sweepSecurityNotices: Sweep = {
  table: 'security_notice',
  key: 'id',
  time: 'expires_at',
  keptHours: 24,
}
