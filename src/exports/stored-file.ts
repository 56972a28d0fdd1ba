// The files of exports in the storage. The server names them. Each attempt writes its own file.

import { decryptFile } from '../platform/encryption/file-encryption.ts'
import type { SealedPlace } from '../platform/encryption/sealed-columns.ts'
import type { FileServices } from '../platform/services.ts'
import { decompress } from '../platform/streams/compression.ts'

/** The key of the file that an attempt writes. */
export const storageKeyOf = (exportId: string, attempt: number): string => `${exportId}/${attempt}.enc`

/** The place that the wrapped key of a file is bound to. */
export const fileKeyPlace = (exportId: string): SealedPlace => `export.file_key:${exportId}`

/** A stored file, from the row of its export. */
export type StoredContent = {
  storageKey: string
  fileKey: Uint8Array
  /** Whether the file was compressed before it was encrypted. */
  compressed: boolean
}

/**
 * The plain content of a stored file. Every byte is authentic. The file is complete when the iteration ends.
 * @throws DecryptionError when the key cannot be decrypted; StorageError. The iteration throws DamagedFileError.
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
 * Removes the files that attempts of an ended export may have left, except the file of the attempt that completed it. If
 * the storage fails, the janitor removes the files later.
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
