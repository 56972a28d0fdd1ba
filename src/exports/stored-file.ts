// Where the files of exports are in the storage: named by the server alone, a name an attempt.
import type { Services } from '../platform/services.ts'

/** The key of the file that an attempt writes. */
export const storageKeyOf = (exportId: string, attempt: number): string => `${exportId}/${attempt}.enc`

/** What the wrapped key of a file is bound to. */
export const fileKeyPlace = (exportId: string): string => `export.file_key:${exportId}`

/** Removes what attempts up to a number may have left, such as those whose process was killed. */
export async function deleteAttempts(
  { storage }: Pick<Services, 'storage'>,
  exportId: string,
  upTo: number,
): Promise<void> {
  for (let attempt = 1; attempt <= upTo; attempt++) {
    await storage.delete(storageKeyOf(exportId, attempt)).catch(() => {})
  }
}
