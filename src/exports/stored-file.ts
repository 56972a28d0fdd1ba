// Where the files of exports are in the storage: named by the server alone, a name an attempt.
import type { Place } from '../platform/field-encryption.ts'
import type { Services } from '../platform/services.ts'

/** The key of the file that an attempt writes. */
export const storageKeyOf = (exportId: string, attempt: number): string => `${exportId}/${attempt}.enc`

/** What the wrapped key of a file is bound to. */
export const fileKeyPlace = (exportId: string): Place => `export.file_key:${exportId}`

/**
 * Once an export has ended, removes what its attempts may have left: all but the file that it was completed with. What
 * the storage refuses is left to the janitor.
 */
export async function deleteLeftovers(
  { db, storage }: Pick<Services, 'db' | 'storage'>,
  exportId: string,
): Promise<void> {
  const ended = await db.export.findFirst({
    where: { id: exportId, status: { not: 'PROCESSING' } },
    select: { attempt: true, storageKey: true },
  })
  if (!ended) return
  if (!ended.storageKey) return storage.deleteFolder(exportId).catch(() => {})
  for (let attempt = 1; attempt <= ended.attempt; attempt++) {
    const key = storageKeyOf(exportId, attempt)
    if (key !== ended.storageKey) await storage.delete(key).catch(() => {})
  }
}
