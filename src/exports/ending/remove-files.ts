// Removes the files of ended exports. Their keys are already destroyed, so it is safe to do this late, twice, or in
// several workers together.
import type { FileServices, Services } from '../../platform/services.ts'

const batchSize = 100

/**
 * Removes the files of exports that are marked `files_left`. If the storage fails, the mark stays for the next time.
 * @returns for how many exports it removed the files.
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

/** The id of an export, a UUID of version 7. It begins with the time of the request in milliseconds. */
const exportId = /^([\da-f]{8})-([\da-f]{4})-7[\da-f]{3}-[\da-f]{4}-[\da-f]{12}$/
/** Longer than making a file and keeping it together. */
const orphanHours = 96

/**
 * Removes folders that no row needs: an abandoned attempt may write after its export has ended, and a restored backup has
 * no rows for newer files. A folder without a row is removed only when it is older than any file that is kept, so that a
 * worker with the wrong DATABASE_URL does not remove the files of another database. Ignores folders that are not named
 * like an export.
 * @returns how many folders it removed.
 */
export async function sweepStorage({ db, storage, log }: FileServices): Promise<number> {
  let removed = 0
  for await (const id of storage.listFolders()) {
    const [matched, high = '', low = ''] = exportId.exec(id) ?? []
    if (!matched || !(await isOrphan(db, id, Number.parseInt(high + low, 16)))) continue
    await storage.deleteFolder(id)
    removed += 1
    log.warn({ exportId: id }, 'removed files that belong to no export')
  }
  return removed
}

async function isOrphan(db: Services['db'], id: string, askedAtMs: number): Promise<boolean> {
  const [found] = await db.$queryRaw<{ orphan: boolean }[]>`
    SELECT coalesce((SELECT status NOT IN ('PROCESSING', 'COMPLETED') FROM export WHERE id = ${id}::uuid),
                    to_timestamp(${askedAtMs}::float8 / 1000) < now() - ${orphanHours} * interval '1 hour') AS orphan`
  return found?.orphan ?? false
}

/** Longer than making a file. */
const unfinishedHours = 24

/**
 * Aborts uploads that killed attempts left unfinished in a bucket: they are invisible, never end, and cost money. Not
 * every server can list them, so a failure does not stop the janitor's other work.
 * @returns how many it aborted.
 */
export async function removeUnfinished({ db, storage, log }: FileServices): Promise<number> {
  let removed = 0
  try {
    for await (const { key, begunAt, remove } of storage.listUnfinished()) {
      const [id = ''] = key.split('/')
      if (!exportId.test(id) || !(await isUnwanted(db, id, begunAt))) continue
      await remove()
      removed += 1
      log.warn({ exportId: id }, 'aborted an unfinished upload')
    }
  } catch (error) {
    log.warn(
      { err: error },
      'unfinished uploads could not be aborted; add a lifecycle rule to the bucket that does so',
    )
  }
  return removed
}

/** Whether the export has ended, or the upload is older than any attempt, with or without a row. */
async function isUnwanted(db: Services['db'], id: string, begunAt: Date): Promise<boolean> {
  const [found] = await db.$queryRaw<{ unwanted: boolean }[]>`
    SELECT coalesce((SELECT status <> 'PROCESSING' FROM export WHERE id = ${id}::uuid), false)
           OR ${begunAt}::timestamptz < now() - ${unfinishedHours} * interval '1 hour' AS unwanted`
  return found?.unwanted ?? false
}
