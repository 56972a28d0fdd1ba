// Finds exports that are PROCESSING and have no job. A transaction creates both, but someone may purge the queue, or
// restore it from an older backup than the rows.
import type { Services } from '../../platform/services.ts'
import { runExportJob } from './export-job.ts'
import { failExport } from './fail-export.ts'
import { forgottenMessage } from './fault.ts'

/**
 * Ignores younger exports. Longer than a worker's heartbeat and the pauses between attempts together, so that it ignores
 * ordinary exports. An export whose job waits or runs is left alone at any age.
 */
const lookAfterMinutes = 5
/** After this time, the owner no longer expects the file. */
const giveUpAfterHours = 24
/** The batch is random, so that a long queue costs no more than a short one and every export is checked soon. */
const batchSize = 100

/** Sends a new job for such exports, or fails old ones. Several workers may do this together. */
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

/** Checks again under the row's lock: one of several workers sends the job, and the others see it. */
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
