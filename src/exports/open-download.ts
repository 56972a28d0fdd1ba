// Opening the file of an export for its owner.
import type { CurrentSession } from '../auth/session.ts'
import type { ExportFormat, ExportKind } from '../generated/prisma/enums.ts'
import { ExpectedError } from '../platform/errors.ts'
import { decryptFile } from '../platform/file-encryption.ts'
import type { Services } from '../platform/services.ts'
import { contentTypeOf, exportFileName } from './describe.ts'
import { fileKeyPlace } from './stored-file.ts'

export type Download = {
  fileName: string
  contentType: string
  byteSize: number
  sha256: string
  /** The plain file. The first piece is already known to be authentic; a later damage ends it with an error. */
  content: AsyncGenerator<Buffer, void>
}

/** The stored file is gone or damaged. */
export class FileUnavailableError extends ExpectedError {
  override name = 'FileUnavailableError'
  readonly code = 'FILE_UNAVAILABLE'
  constructor(cause: unknown) {
    super('The file of this export is damaged or gone. Ask for the export again.')
    this.cause = cause
  }
}

type StoredExport = {
  kind: ExportKind
  format: ExportFormat
  requestedAt: Date
  byteSize: bigint
  sha256: string
  storageKey: string
  fileKey: Uint8Array
}

/**
 * Opens the file and counts the download.
 * @returns null for whatever the member may not download, as for what does not exist.
 * @throws FileUnavailableError
 */
export async function openDownload(
  { db, storage, cipher }: Pick<Services, 'db' | 'storage' | 'cipher'>,
  session: CurrentSession,
  exportId: string,
): Promise<Download | null> {
  const found = await findOwn(db, session, exportId)
  if (!found) return null
  const content = await openFile({ storage, cipher }, exportId, found).catch((error) => {
    throw new FileUnavailableError(error)
  })
  // Access is looked at once more as the first byte leaves: it may have been taken away while the file was opened.
  const counted = await countDownload(db, session, exportId).catch(async (error) => {
    await content.return()
    throw error
  })
  if (!counted) {
    await content.return()
    return null
  }
  return {
    fileName: exportFileName(found),
    contentType: contentTypeOf(found.format),
    byteSize: Number(found.byteSize),
    sha256: found.sha256,
    content,
  }
}

async function findOwn(
  db: Services['db'],
  session: CurrentSession,
  exportId: string,
): Promise<StoredExport | undefined> {
  const [found] = await db.$queryRaw<StoredExport[]>`
    SELECT e.kind, e.format, e.requested_at AS "requestedAt", e.byte_size AS "byteSize", e.sha256,
           e.storage_key AS "storageKey", e.file_key AS "fileKey"
    FROM export e JOIN team_member m ON m.id = e.owner_id
    WHERE e.id = ${exportId}::uuid AND e.owner_id = ${session.teamMemberId}::uuid
      AND m.status = 'ACTIVE' AND m.sensitive_data_access
      AND e.status = 'COMPLETED' AND e.expires_at > now()`
  return found
}

async function countDownload(
  db: Services['db'],
  session: CurrentSession,
  exportId: string,
): Promise<boolean> {
  const counted = await db.$executeRaw`
    UPDATE export e SET download_count = download_count + 1, last_downloaded_at = now()
    FROM team_member m
    WHERE e.id = ${exportId}::uuid AND e.owner_id = ${session.teamMemberId}::uuid AND m.id = e.owner_id
      AND m.status = 'ACTIVE' AND m.sensitive_data_access
      AND e.status = 'COMPLETED' AND e.expires_at > now()`
  return counted === 1
}

/** The decrypted file, its first piece read and found authentic. `return()` closes the stored one at any time. */
async function openFile(
  { storage, cipher }: Pick<Services, 'storage' | 'cipher'>,
  exportId: string,
  stored: StoredExport,
): Promise<AsyncGenerator<Buffer, void>> {
  const fileKey = cipher.decrypt(stored.fileKey, fileKeyPlace(exportId))
  const content = readAhead(decryptFile(await storage.get(stored.storageKey), fileKey))
  await content.next()
  return content
}

/** Reads the first piece, answers an empty one, and goes on from there: a generator closes what it has begun only. */
async function* readAhead(pieces: AsyncGenerator<Buffer, void>): AsyncGenerator<Buffer, void> {
  try {
    const first = await pieces.next()
    yield Buffer.alloc(0)
    if (!first.done) yield first.value
    yield* pieces
  } finally {
    await pieces.return()
  }
}
