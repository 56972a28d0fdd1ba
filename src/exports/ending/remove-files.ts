// Removing the files of exports that have ended. Their keys are gone already, so what is done late, or twice, or by
// several workers at once, does no harm.
import type { FileServices, Services } from '../../platform/services.ts'

const batchSize = 100

/**
 * Removes what the rows say is left. What the storage refuses stays marked, and is tried again the next time.
 * @returns how many exports were rid of their files.
 */
export async function removeEndedFiles({ db, storage, log }: FileServices): Promise<number> {
  const ended = await db.$queryRaw<{ id: string }[]>`
    (SELECT id FROM export WHERE files_left AND status NOT IN ('PROCESSING', 'COMPLETED') LIMIT ${batchSize})
    UNION ALL (SELECT id FROM deleted_export WHERE files_left LIMIT ${batchSize})`
  let removed = 0
  for (const { id } of ended) {
    try {
      await storage.deleteFolder(id)
      removed += await noteRemoved(db, id)
    } catch (error) {
      log.warn({ err: error, exportId: id }, 'the files of an export could not be removed; trying again')
    }
  }
  return removed
}

async function noteRemoved(db: Services['db'], id: string): Promise<number> {
  const kept = await db.$executeRaw`
    UPDATE export SET files_left = false WHERE id = ${id}::uuid AND status NOT IN ('PROCESSING', 'COMPLETED')`
  const deleted = await db.$executeRaw`UPDATE deleted_export SET files_left = false WHERE id = ${id}::uuid`
  return kept + deleted
}

/** The id of an export, a UUID of version 7: it begins with the milliseconds at which the export was asked for. */
const exportId = /^([\da-f]{8})-([\da-f]{4})-7[\da-f]{3}-[\da-f]{4}-[\da-f]{12}$/
/** Longer than any file is made and kept. */
const orphanHours = 96

/**
 * Removes what no row speaks of: a killed run may write on after its export has ended, and a restored backup knows
 * nothing of newer files. What has no row at all must be older than any file that is kept: a worker that was pointed at
 * another database must not remove the files of this one. What is not named as an export is not ours.
 * @returns how many folders were removed.
 */
export async function sweepStorage({ db, storage, log }: FileServices): Promise<number> {
  let removed = 0
  for await (const id of storage.listFolders()) {
    const [matched, high = '', low = ''] = exportId.exec(id) ?? []
    if (!matched || !(await isOrphan(db, id, Number.parseInt(high + low, 16)))) continue
    await storage.deleteFolder(id)
    removed += 1
    log.warn({ exportId: id }, 'removed files that no export has')
  }
  return removed
}

async function isOrphan(db: Services['db'], id: string, askedAtMs: number): Promise<boolean> {
  const [found] = await db.$queryRaw<{ orphan: boolean }[]>`
    SELECT coalesce((SELECT status NOT IN ('PROCESSING', 'COMPLETED') FROM export WHERE id = ${id}::uuid),
                    to_timestamp(${askedAtMs}::float8 / 1000) < now() - ${orphanHours} * interval '1 hour') AS orphan`
  return found?.orphan ?? false
}

/** Longer than any file is made. */
const unfinishedHours = 24

/**
 * Gives up what killed runs had begun to send to a bucket: it is invisible, kept for ever, and paid for. A server that
 * does not tell of it (not every one can) must not keep the rest from being done.
 * @returns how many were given up.
 */
export async function removeUnfinished({ db, storage, log }: FileServices): Promise<number> {
  let removed = 0
  try {
    for await (const { key, begunAt, remove } of storage.listUnfinished()) {
      const [id = ''] = key.split('/')
      if (!exportId.test(id) || !(await isUnwanted(db, id, begunAt))) continue
      await remove()
      removed += 1
      log.warn({ exportId: id }, 'gave up an unfinished upload that a run had left')
    }
  } catch (error) {
    log.warn({ err: error }, 'unfinished uploads could not be removed; a rule of the bucket should do so')
  }
  return removed
}

/** Of an export that has ended; or older than any run, whatever is known of it here. */
async function isUnwanted(db: Services['db'], id: string, begunAt: Date): Promise<boolean> {
  const [found] = await db.$queryRaw<{ unwanted: boolean }[]>`
    SELECT coalesce((SELECT status <> 'PROCESSING' FROM export WHERE id = ${id}::uuid), false)
           OR ${begunAt}::timestamptz < now() - ${unfinishedHours} * interval '1 hour' AS unwanted`
  return found?.unwanted ?? false
}
