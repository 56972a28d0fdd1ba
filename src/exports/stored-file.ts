// The files of exports in the storage. The server alone names them, and each attempt writes a file of its own.

import { decryptFile } from '../platform/encryption/file-encryption.ts'
import type { SealedPlace } from '../platform/encryption/sealed-columns.ts'
import type { FileServices } from '../platform/services.ts'
import { decompress } from '../platform/streams/compression.ts'

/** The key of the file that an attempt writes. */
export const storageKeyOf = (exportId: string, attempt: number): string => `${exportId}/${attempt}.enc`

/** What the wrapped key of a file is bound to. */
export const fileKeyPlace = (exportId: string): SealedPlace => `export.file_key:${exportId}`

/** A stored file, as the row of its export describes it. */
export type StoredContent = {
  storageKey: string
  fileKey: Uint8Array
  /** Whether it was compressed before it was encrypted. */
  compressed: boolean
}

/**
 * The plain content of a stored file. Each byte is authentic as it comes; only at the end is it known that none is missing.
 * @throws DecryptionError when its key cannot be read, and StorageError. The iteration throws DamagedFileError.
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
 * Removes the files that the attempts of an ended export may have left, all but the one that completed it. Files that the
 * storage does not delete are left to the janitor.
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
