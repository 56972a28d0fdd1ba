// Stopping an export that is being made.
import { lockMemberForSensitiveData } from '../auth/lock-member.ts'
import type { ClientInfo, CurrentSession } from '../auth/session.ts'
import type { Export } from '../generated/prisma/client.ts'
import { NotFoundError } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'
import { endExports } from './end-exports.ts'

/** Said for another member's export as for one that never was. */
export const noSuchExport = 'You have no export of this id.'

/**
 * Cancels one of the member's own exports. One that has ended already stays as it is: in a second tab, or a moment too
 * late, that is an answer and no error.
 * @returns the export as it stands now.
 * @throws NotFoundError
 */
export async function cancelExport(
  { db, events }: Pick<Services, 'db' | 'events'>,
  { teamMemberId }: CurrentSession,
  exportId: string,
  client: ClientInfo,
): Promise<Export> {
  return events.transact(db, async (tx, announce) => {
    // Whoever has lost access may stop an export all the same; the lock is what publishing takes as well.
    await lockMemberForSensitiveData(tx, teamMemberId)
    await endExports(tx, announce, {
      ownerId: teamMemberId,
      exportId,
      from: ['PROCESSING'],
      to: 'CANCELED',
      action: 'export.canceled',
      actorId: teamMemberId,
      client,
    })
    const row = await tx.export.findUnique({ where: { id: exportId, ownerId: teamMemberId } })
    if (!row) throw new NotFoundError(noSuchExport)
    return row
  })
}
