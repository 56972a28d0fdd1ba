// Removing the files of exports that have ended. Their keys are gone already, so what is done late, or twice, or by
// several workers at once, does no harm.
import type { Services } from '../platform/services.ts'

type RemoveServices = Pick<Services, 'db' | 'storage' | 'log'>

const batchSize = 100

/**
 * Removes what the rows say is left. What the storage refuses stays marked, and is tried again the next time.
 * @returns how many exports were rid of their files.
 */
export async function removeEndedFiles({ db, storage, log }: RemoveServices): Promise<number> {
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

/** Forgets deleted exports that count for nothing any more. */
export const forgetDeleted = ({ db }: Pick<Services, 'db'>): Promise<number> => db.$executeRaw`
  DELETE FROM deleted_export WHERE NOT files_left AND requested_at < now() - interval '1 hour'`

/**
 * Removes what no row speaks of: a killed run may write on after its export has ended, and a restored backup knows
 * nothing of newer files. A row is there before its first file, and ids are never used again, so nothing that is being
 * written is taken for an orphan.
 * @returns how many folders were removed.
 */
export async function sweepStorage({ db, storage, log }: RemoveServices): Promise<number> {
  let removed = 0
  for await (const id of storage.listFolders()) {
    const [row] = await db.$queryRaw<{ status: string }[]>`SELECT status FROM export WHERE id::text = ${id}`
    if (row?.status === 'PROCESSING' || row?.status === 'COMPLETED') continue
    await storage.deleteFolder(id)
    removed += 1
    log.warn({ exportId: id }, 'removed files that no export has')
  }
  return removed
}
