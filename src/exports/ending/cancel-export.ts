// Cancels a running export.
import { type Export, Prisma } from '../../generated/prisma/client.ts'
import type { Actor } from '../../identity/actor.ts'
import { lockMemberForSensitiveData } from '../../identity/lock-member.ts'
import { NotFoundError } from '../../platform/errors.ts'
import type { Change } from '../../platform/events/events.ts'
import type { DatabaseServices } from '../../platform/services.ts'
import { auditForeignExport, noSuchExport } from './audit-foreign-export.ts'
import { endOwnedExports } from './end-exports.ts'

const action = 'export.canceled'

/**
 * Cancels one of the member's own exports. An export that has already ended does not change, and is no error: the member
 * may cancel in a second tab, or too late.
 * @returns the export: CANCELED, or its final status if it had already ended.
 * @throws NotFoundError
 */
export const cancelExport = (services: DatabaseServices, actor: Actor, exportId: string): Promise<Export> =>
  auditForeignExport(services, actor, { action, exportId }, () =>
    services.events.transact(services.db, (change) => cancel(change, actor, exportId)),
  )

async function cancel(change: Change, { session, client }: Actor, exportId: string): Promise<Export> {
  const { tx } = change
  const { teamMemberId: ownerId } = session
  // Publishing takes the same lock. The result does not matter: members without access may still cancel an export.
  await lockMemberForSensitiveData(tx, ownerId)
  const which = Prisma.sql`id = ${exportId}::uuid AND status = 'PROCESSING'`
  await endOwnedExports(change, ownerId, which, { to: 'CANCELED', action, actorId: ownerId, client })
  const row = await tx.export.findUnique({ where: { id: exportId, ownerId } })
  if (!row) throw new NotFoundError(noSuchExport)
  return row
}
