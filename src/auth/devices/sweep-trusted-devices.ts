import type { Sweep } from '../../platform/database/sweep.ts'

/** Trusted devices that have expired: nothing reads them any more. */
export const sweepTrustedDevices: Sweep = {
  table: 'trusted_device',
  key: 'id',
  time: 'expires_at',
  keptHours: 0,
}
