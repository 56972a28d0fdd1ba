// What the audit table says of members who name an export that is not theirs.

import { recordDenial } from '../audit/record-denial.ts'
import type { AuditAction } from '../audit/record-event.ts'
import type { ClientInfo } from '../identity/actor.ts'
import type { CurrentSession } from '../identity/session.ts'
import { NotFoundError } from '../platform/errors.ts'
import type { DatabaseServices } from '../platform/services.ts'

export type Attempt = {
  session: CurrentSession
  client: ClientInfo
  /** What would be in the audit table, had it been theirs. */
  action: AuditAction
  exportId: string
}

/** Does the work, and notes when the member has no such export; not when they had it, and deleted it lately. */
export async function auditForeign<T>(
  { db }: DatabaseServices,
  { exportId, ...attempt }: Attempt,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof NotFoundError) {
      const own = { id: exportId, ownerId: attempt.session.teamMemberId }
      const deleted = await db.deletedExport.count({ where: own })
      if (deleted === 0) await recordDenial(db, { ...attempt, subject: { type: 'export', id: exportId } })
    }
    throw error
  }
}
