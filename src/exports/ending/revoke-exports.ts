import { Prisma } from '../../generated/prisma/client.ts'
import type { Change } from '../../platform/events/events.ts'
import { endOwnedExports } from './end-exports.ts'

/**
 * Ends a member's exports in the transaction that removes their access. Running exports stop. The files of finished ones
 * become unreadable, and stay so if the access is granted again. The caller holds the member's lock.
 */
export const revokeExports = (change: Change, ownerId: string): Promise<void> =>
  endOwnedExports(change, ownerId, Prisma.sql`status IN ('PROCESSING', 'COMPLETED')`, {
    to: 'REVOKED',
    action: 'export.revoked',
    actorId: null,
  })
