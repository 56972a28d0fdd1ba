import type { Change } from '../../platform/events/events.ts'
import { endExports } from './end-exports.ts'

/**
 * Ends what a member has of sensitive data, in the transaction that takes their access away: running exports stop, the
 * files of finished ones become unreadable, and stay so if the access comes back. The caller holds the member's lock.
 */
export async function revokeExports(change: Change, ownerId: string): Promise<void> {
  await endExports(change, {
    ownerId,
    exportId: null,
    from: ['PROCESSING', 'COMPLETED'],
    to: 'REVOKED',
    action: 'export.revoked',
    actorId: null,
  })
}
