// Exports that nobody will make: their row is there, and their job is not. The two are made together, but a queue may be
// purged, or restored from an older backup than the rows.
import type { Services } from '../../platform/services.ts'
import { runExportJob } from './export-job.ts'
import { failExport } from './fail-export.ts'
import { forgottenMessage } from './fault.ts'

/**
 * A job that is waiting, running, or to be tried again, counts as there, however long that takes. What this spares is
 * looking for the jobs of exports that are made in the usual time: it is longer than the heartbeat (15 s) and all the
 * pauses between tries (30 s at most, each) together.
 */
const lookAfterMinutes = 5
/** Whoever asked so long ago has gone on without it: a file that turns up now would surprise them. */
const giveUpAfterHours = 24
/** At random, a few at a time: so a long queue costs no more to look through, and hides none for long. */
const batchSize = 100

/** Gives such exports a new job, or ends them when they are old. Several workers may do this at once. */
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

/** Looked at again under the row's lock, so that of several workers one sends the job, and the others then see it. */
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
