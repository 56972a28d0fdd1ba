import { Prisma } from '../../generated/prisma/client.ts'
import type { Sweep } from '../../platform/database/sweep.ts'
import { keyHours } from '../request/idempotency.ts'

/**
 * Deletes the remains of deleted exports, when their files are removed and neither the hourly quota nor an idempotency key
 * needs them.
 */
export const sweepDeletedExports: Sweep = {
  table: 'deleted_export',
  key: 'id',
  time: 'requested_at',
  keptHours: 1,
  onlyIf: Prisma.sql`NOT files_left
    AND (idempotency_key IS NULL OR requested_at <= now() - ${keyHours} * interval '1 hour')`,
}
