// Audits members who name an export that is not theirs.
import { recordDenial } from '../../audit/record-denial.ts'
import type { AuditAction } from '../../audit/record-event.ts'
import type { Actor } from '../../identity/actor.ts'
import { NotFoundError } from '../../platform/errors.ts'
import type { DatabaseServices } from '../../platform/services.ts'

/** The message is the same for another member's export and for one that never existed. */
export const noSuchExport = 'You have no export with this id.'

/**
 * Does the work, and records a denial when the member has no such export. An export that they deleted recently is no
 * denial.
 * @param asked the refused action and its export.
 */
export async function auditForeignExport<T>(
  { db }: DatabaseServices,
  actor: Actor,
  { action, exportId }: { action: AuditAction; exportId: string },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof NotFoundError) {
      const own = { id: exportId, ownerId: actor.session.teamMemberId }
      const deleted = await db.deletedExport.count({ where: own })
      if (deleted === 0)
        await recordDenial(db, { ...actor, action, subject: { type: 'export', id: exportId } })
    }
    throw error
  }
}
