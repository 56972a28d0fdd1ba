import { Prisma } from '../../generated/prisma/client.ts'
import type { Sweep } from '../../platform/database/sweep.ts'

/**
 * Exports that their owners deleted, once their files are gone and they count for nothing: the quota counts an hour, an
 * idempotency key a day.
 */
export const sweepDeletedExports: Sweep = {
  table: 'deleted_export',
  key: 'id',
  time: 'requested_at',
  keptHours: 1,
  onlyIf: Prisma.sql`NOT files_left
    AND (idempotency_key IS NULL OR requested_at <= now() - interval '24 hours')`,
}
