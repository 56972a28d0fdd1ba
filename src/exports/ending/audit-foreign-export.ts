// What the audit table says of members who name an export that is not theirs.
import { recordDenial } from '../../audit/record-denial.ts'
import type { AuditAction } from '../../audit/record-event.ts'
import type { Actor } from '../../identity/actor.ts'
import { NotFoundError } from '../../platform/errors.ts'
import type { DatabaseServices } from '../../platform/services.ts'

/** Said of another member's export and of one that never existed. */
export const noSuchExport = 'You have no export of this id.'

/**
 * Does the work, and notes a denial when it finds no such export of the member. An export that they deleted lately is
 * theirs: that is no denial.
 * @param asked what they asked for; its `action` is what the audit table would say, had the export been theirs.
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
