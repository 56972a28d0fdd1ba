// Ends an export that could not be made.
import { recordEvent } from '../../audit/record-event.ts'
import type { Export } from '../../generated/prisma/client.ts'
import { lockMemberForSensitiveData } from '../../identity/lock-member.ts'
import { createNotification } from '../../notifications/create-notification.ts'
import type { Change } from '../../platform/events/events.ts'
import type { ExportServices } from '../../platform/services.ts'
import { janitorTopic } from '../ending/end-exports.ts'
import { exportKinds } from '../kinds/registry.ts'
import { deleteLeftovers } from '../stored-file.ts'
import { describeFault } from './fault.ts'

type Failure = {
  exportId: string
  /** Set when an attempt gives up. The export then fails only if no newer attempt has begun. */
  attempt?: number
}

/**
 * Marks an export FAILED and notifies its owner. Does nothing if it is no longer PROCESSING.
 * @param message tells the owner why. Default: the fault of the newest attempt.
 */
export async function failExport(
  services: ExportServices,
  { exportId, attempt }: Failure,
  message?: string,
): Promise<void> {
  const { db, events, log } = services
  const failed = await events.transact(db, async (change) => {
    const { tx } = change
    const owner = await tx.export.findUnique({ where: { id: exportId }, select: { ownerId: true } })
    if (!owner) return null
    await lockMemberForSensitiveData(tx, owner.ownerId)
    // Read under the lock: an earlier read could get the fault of an older attempt.
    const row = await tx.export.findUnique({
      where: { id: exportId, status: 'PROCESSING', ...(attempt !== undefined && { attempt }) },
    })
    return row && (await markFailed(change, row, message ?? describeFault(row.lastFault))) ? row : null
  })
  if (failed) log.error({ exportId, attempt: failed.attempt, fault: failed.lastFault }, 'export: given up')
  await deleteLeftovers(services, exportId)
}

/** @returns false when the export is no longer PROCESSING, or a newer attempt has begun. */
async function markFailed(change: Change, row: Export, failureMessage: string): Promise<boolean> {
  const { tx, announce } = change
  const { count } = await tx.export.updateMany({
    where: { id: row.id, status: 'PROCESSING', attempt: row.attempt },
    data: { status: 'FAILED', failureMessage },
  })
  if (count === 0) return false
  await recordEvent(tx, {
    action: 'export.failed',
    accountId: row.accountId,
    actorId: null,
    subject: { type: 'export', id: row.id },
  })
  announce(janitorTopic)
  await createNotification(change, {
    teamMemberId: row.ownerId,
    kind: 'EXPORT_FAILED',
    title: `${exportKinds[row.kind].title} export failed`,
    body: failureMessage,
    exportId: row.id,
  })
  return true
}
