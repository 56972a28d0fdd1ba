// Exports that are PROCESSING and have no job. Both are made together, but a queue may be purged, or restored from an older
// backup than the rows.
import type { Services } from '../../platform/services.ts'
import { runExportJob } from './export-job.ts'
import { failExport } from './fail-export.ts'
import { forgottenMessage } from './fault.ts'

/**
 * Younger exports are not looked at. Longer than a worker's heartbeat (15 s) and the pauses between its attempts (30 s at
 * most, each) together, so the usual export is never looked at. However old, an export whose job waits or runs is left alone.
 */
const lookAfterMinutes = 5
/** By then its owner has gone on without it: a file would surprise them. */
const giveUpAfterHours = 24
/** Chosen at random, so that a long queue costs no more than a short one and no export is passed over for long. */
const batchSize = 100

/** Sends a new job for such exports, or fails them when they are old. Several workers may do this at once. */
export async function requeueLost(services: Services): Promise<void> {
  const { db, jobs } = services
  const rows = await db.$queryRaw<{ id: string; old: boolean }[]>`
    SELECT id, requested_at < now() - ${giveUpAfterHours} * interval '1 hour' AS old FROM export
    WHERE status = 'PROCESSING' AND requested_at < now() - ${lookAfterMinutes} * interval '1 minute'
    ORDER BY random() LIMIT ${batchSize}`
  for (const { id: exportId, old } of rows) {
    if (await jobs.isPending(db, runExportJob, { exportId })) continue
    if (old) await failExport(services, { exportId }, forgottenMessage)
    else await requeue(services, exportId)
  }
}

/** Looks again under the row's lock: one of several workers sends the job, and the others see it. */
async function requeue({ db, jobs, log }: Services, exportId: string): Promise<void> {
  const sent = await db.$transaction(async (tx) => {
    const [locked] = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM export WHERE id = ${exportId}::uuid AND status = 'PROCESSING' FOR UPDATE SKIP LOCKED`
    if (!locked || (await jobs.isPending(tx, runExportJob, { exportId }))) return false
    await jobs.enqueue(tx, runExportJob, { exportId })
    return true
  })
  if (sent) log.warn({ exportId }, 'export: its job was lost; sent again')
}
