// The files of exports in the storage: named by the server alone, a name an attempt, and read back.

import { decryptFile } from '../platform/encryption/file-encryption.ts'
import type { SealedPlace } from '../platform/encryption/sealed-columns.ts'
import type { FileServices } from '../platform/services.ts'
import { decompress } from '../platform/streams/compression.ts'

/** The key of the file that an attempt writes. */
export const storageKeyOf = (exportId: string, attempt: number): string => `${exportId}/${attempt}.enc`

/** What the wrapped key of a file is bound to. */
export const fileKeyPlace = (exportId: string): SealedPlace => `export.file_key:${exportId}`

/** A stored file, as the row of its export has it. */
export type StoredContent = {
  storageKey: string
  fileKey: Uint8Array
  /** Whether it was compressed before it was encrypted. */
  compressed: boolean
}

/**
 * The plain content of a stored file. Every byte is authentic; the whole is only when the iteration ends.
 * @throws DecryptionError when its key cannot be read, and what the storage fails with; DamagedFileError on the way.
 */
export async function readStoredFile(
  { storage, cipher }: FileServices,
  exportId: string,
  { storageKey, fileKey, compressed }: StoredContent,
): Promise<AsyncGenerator<Buffer, void>> {
  const key = cipher.decrypt(fileKey, fileKeyPlace(exportId))
  const content = decryptFile(await storage.get(storageKey), key)
  return compressed ? decompress(content) : content
}

/**
 * Once an export has ended, removes what its attempts may have left: all but the file that it was completed with. What
 * the storage refuses is left to the janitor.
 */
export async function deleteLeftovers({ db, storage }: FileServices, exportId: string): Promise<void> {
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
