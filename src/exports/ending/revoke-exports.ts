import type { Tx } from '../../platform/database/db.ts'
import type { Topic } from '../../platform/events/events.ts'
import { endExports } from './end-exports.ts'

/**
 * Ends what a member has of sensitive data, in the transaction that takes their access away: running exports stop, the
 * files of finished ones become unreadable, and stay so if the access comes back. The caller holds the member's lock.
 */
export async function revokeExports(
  tx: Tx,
  announce: (topic: Topic) => void,
  ownerId: string,
): Promise<void> {
  await endExports(tx, announce, {
    ownerId,
    exportId: null,
    from: ['PROCESSING', 'COMPLETED'],
    to: 'REVOKED',
    action: 'export.revoked',
    actorId: null,
  })
}
