import type { Sweep } from '../../platform/database/sweep.ts'

/** Deletes trusted devices as soon as they expire: nothing reads them after that. */
export const sweepTrustedDevices: Sweep = {
  table: 'trusted_device',
  key: 'id',
  time: 'expires_at',
  keptHours: 0,
}
