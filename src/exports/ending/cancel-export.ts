// Stopping an export that is being made.

import type { Export } from '../../generated/prisma/client.ts'
import type { ClientInfo } from '../../identity/actor.ts'
import { lockMemberForSensitiveData } from '../../identity/lock-member.ts'
import type { CurrentSession } from '../../identity/session.ts'
import { NotFoundError } from '../../platform/errors.ts'
import type { Change } from '../../platform/events/events.ts'
import type { DatabaseServices } from '../../platform/services.ts'
import { type Attempt, auditForeign } from '../audit-foreign.ts'
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
  services: DatabaseServices,
  session: CurrentSession,
  exportId: string,
  client: ClientInfo,
): Promise<Export> {
  const attempt = { session, client, action: 'export.canceled', exportId } as const
  return auditForeign(services, attempt, () =>
    services.events.transact(services.db, (change) => cancel(change, attempt)),
  )
}

async function cancel(change: Change, attempt: Attempt): Promise<Export> {
  const { tx } = change
  const { exportId, action, client } = attempt
  const { teamMemberId } = attempt.session
  // Whoever has lost access may stop an export all the same; the lock is what publishing takes as well.
  await lockMemberForSensitiveData(tx, teamMemberId)
  await endExports(change, {
    ownerId: teamMemberId,
    exportId,
    from: ['PROCESSING'],
    to: 'CANCELED',
    action,
    actorId: teamMemberId,
    client,
  })
  const row = await tx.export.findUnique({ where: { id: exportId, ownerId: teamMemberId } })
  if (!row) throw new NotFoundError(noSuchExport)
  return row
}
