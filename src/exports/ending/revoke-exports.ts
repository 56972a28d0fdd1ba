import { Prisma } from '../../generated/prisma/client.ts'
import type { Change } from '../../platform/events/events.ts'
import { endOwnedExports } from './end-exports.ts'

/**
 * Ends a member's exports in the transaction that takes their access away. Running exports stop. The files of finished
 * ones become unreadable, and stay so if the access comes back. The caller holds the member's lock.
 */
export const revokeExports = (change: Change, ownerId: string): Promise<void> =>
  endOwnedExports(change, ownerId, Prisma.sql`status IN ('PROCESSING', 'COMPLETED')`, {
    to: 'REVOKED',
    action: 'export.revoked',
    actorId: null,
  })
