// The end of an export that could not be made.
import { recordEvent } from '../audit/record-event.ts'
import { lockMemberForSensitiveData } from '../auth/lock-member.ts'
import { createNotification } from '../notifications/create-notification.ts'
import type { Services } from '../platform/services.ts'
import { describeKind } from './describe.ts'
import { janitorTopic } from './end-exports.ts'
import { deleteLeftovers } from './stored-file.ts'

const afterAllTries =
  'The file could not be made after several tries. Nothing was lost: ask for the export again.'

/**
 * Marks an export FAILED and tells its owner, unless it has ended otherwise meanwhile.
 * @param attempt given, when one run gives up: then not if another one has taken over.
 */
export async function failExport(
  { db, events, storage }: Pick<Services, 'db' | 'events' | 'storage'>,
  { exportId, attempt }: { exportId: string; attempt?: number },
  failureMessage: string = afterAllTries,
): Promise<void> {
  await events.transact(db, async (tx, announce) => {
    const row = await tx.export.findUnique({ where: { id: exportId }, select: { ownerId: true } })
    if (!row) return
    await lockMemberForSensitiveData(tx, row.ownerId)
    const [failed] = await tx.export.updateManyAndReturn({
      where: { id: exportId, status: 'PROCESSING', ...(attempt !== undefined && { attempt }) },
      data: { status: 'FAILED', failureMessage },
      select: { kind: true, accountId: true },
    })
    if (!failed) return
    await recordEvent(tx, {
      action: 'export.failed',
      accountId: failed.accountId,
      actorId: null,
      subject: { type: 'export', id: exportId },
    })
    announce(janitorTopic)
    await createNotification(tx, announce, {
      teamMemberId: row.ownerId,
      kind: 'EXPORT_FAILED',
      title: `${describeKind(failed.kind)} export failed`,
      body: failureMessage,
      exportId,
    })
  })
  await deleteLeftovers({ db, storage }, exportId)
}
