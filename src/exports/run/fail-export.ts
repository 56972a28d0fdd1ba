// The end of an export that could not be made.
import { recordEvent } from '../../audit/record-event.ts'
import { lockMemberForSensitiveData } from '../../identity/lock-member.ts'
import { createNotification } from '../../notifications/create-notification.ts'
import type { ExportServices } from '../../platform/services.ts'
import { describeKind } from '../describe.ts'
import { janitorTopic } from '../ending/end-exports.ts'
import { deleteLeftovers } from '../stored-file.ts'
import { describeFault } from './fault.ts'

/**
 * Marks an export FAILED and tells its owner, unless it has ended otherwise meanwhile.
 * @param attempt given, when one run gives up: then not if another one has taken over.
 * @param message why, for its owner; by default what the newest run failed with.
 */
export async function failExport(
  services: ExportServices,
  { exportId, attempt }: { exportId: string; attempt?: number },
  message?: string,
): Promise<void> {
  const { db, events, log } = services
  const failed = await events.transact(db, async (change) => {
    const { tx, announce } = change
    const owner = await tx.export.findUnique({ where: { id: exportId }, select: { ownerId: true } })
    if (!owner) return null
    await lockMemberForSensitiveData(tx, owner.ownerId)
    // Read under the lock: before it, this may be the fault of an older run.
    const row = await tx.export.findUnique({
      where: { id: exportId, status: 'PROCESSING', ...(attempt !== undefined && { attempt }) },
    })
    if (!row) return null
    const failureMessage = message ?? describeFault(row.lastFault)
    const { count } = await tx.export.updateMany({
      where: { id: exportId, status: 'PROCESSING', attempt: row.attempt },
      data: { status: 'FAILED', failureMessage },
    })
    if (count === 0) return null
    await recordEvent(tx, {
      action: 'export.failed',
      accountId: row.accountId,
      actorId: null,
      subject: { type: 'export', id: exportId },
    })
    announce(janitorTopic)
    await createNotification(change, {
      teamMemberId: row.ownerId,
      kind: 'EXPORT_FAILED',
      title: `${describeKind(row.kind)} export failed`,
      body: failureMessage,
      exportId,
    })
    return row
  })
  if (failed) log.error({ exportId, attempt: failed.attempt, fault: failed.lastFault }, 'export: given up')
  await deleteLeftovers(services, exportId)
}
