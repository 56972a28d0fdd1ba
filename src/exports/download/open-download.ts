// The file of an export for its owner: what it is, and its content, decrypted.
import type { ExportFormat, ExportKind } from '../../generated/prisma/enums.ts'
import { ExpectedError } from '../../platform/errors.ts'
import type { Part } from '../../platform/http/http-range.ts'
import type { FileServices } from '../../platform/services.ts'
import { readStoredFile, type StoredContent } from '../stored-file.ts'
import { admitDownload } from './admit-download.ts'
import { type DownloadRequest, recordDenial } from './download-request.ts'
import { readPart } from './read-part.ts'

/** What is known of a file before it is opened. */
export type StoredFile = StoredContent & {
  kind: ExportKind
  format: ExportFormat
  requestedAt: Date
  rowCount: number
  byteSize: number
  sha256: string
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

/** What the member may download. Null for whatever they may not, as for what does not exist. */
export async function findDownload(
  { db }: FileServices,
  request: DownloadRequest,
): Promise<StoredFile | null> {
  const [found] = await db.$queryRaw<(Omit<StoredFile, 'byteSize'> & { byteSize: bigint })[]>`
    SELECT e.kind, e.format, e.requested_at AS "requestedAt", e.row_count AS "rowCount", e.byte_size AS "byteSize",
           e.sha256, e.storage_key AS "storageKey", e.file_key AS "fileKey", e.file_compressed AS compressed
    FROM export e JOIN team_member m ON m.id = e.owner_id
    WHERE e.id = ${request.exportId}::uuid AND e.owner_id = ${request.session.teamMemberId}::uuid
      AND m.status = 'ACTIVE' AND m.sensitive_data_access
      AND e.status = 'COMPLETED' AND e.expires_at > now()`
  if (found) return { ...found, byteSize: Number(found.byteSize) }
  await recordDenial(db, request)
  return null
}

/**
 * Opens a part of the file, and counts the download.
 * @returns the part's bytes. The first piece is already known to be authentic; a later damage ends them with an error.
 * Null when access was lost, or the ticket used, since the file was found.
 * @throws FileUnavailableError; and what `signal` was aborted with.
 */
export async function openDownload(
  services: FileServices,
  request: DownloadRequest,
  file: StoredFile,
  part: Part,
  signal: AbortSignal,
): Promise<AsyncGenerator<Buffer, void> | null> {
  const content = await openFile(services, request.exportId, file, part, signal).catch((error) => {
    signal.throwIfAborted()
    throw new FileUnavailableError(error)
  })
  let admitted = false
  try {
    // A client that left while the file was opened has got nothing.
    signal.throwIfAborted()
    admitted = await admitDownload(services.db, request, part, file.byteSize)
    if (!admitted) await recordDenial(services.db, request)
  } finally {
    if (!admitted) await content.return()
  }
  return admitted ? content : null
}

/** The decrypted part, its first piece read and found authentic. `return()` closes the stored file at any time. */
async function openFile(
  services: FileServices,
  exportId: string,
  file: StoredFile,
  part: Part,
  signal: AbortSignal,
): Promise<AsyncGenerator<Buffer, void>> {
  const plain = await readStoredFile(services, exportId, file)
  const ahead = readAhead(readPart(plain, part, file.byteSize, signal))
  await ahead.next()
  return ahead
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
