// Opens the file of an export for its owner: its description and its decrypted content.
import type { ExportFormat, ExportKind } from '../../generated/prisma/enums.ts'
import { sqlMayHaveSensitiveData } from '../../identity/sensitive-data.ts'
import { ExpectedError } from '../../platform/errors.ts'
import type { Part } from '../../platform/http/http-range.ts'
import type { FileServices } from '../../platform/services.ts'
import { readStoredFile, type StoredContent } from '../stored-file.ts'
import { admitDownload, type DownloadRefusal } from './admit-download.ts'
import { type DownloadRequest, recordDownloadDenial } from './download-request.ts'
import { readPart } from './read-part.ts'

/** A file, before it is opened. */
export type StoredFile = StoredContent & {
  kind: ExportKind
  format: ExportFormat
  requestedAt: Date
  rowCount: number
  byteSize: number
  sha256: string
}

/** The stored file is damaged or missing. */
export class FileUnavailableError extends ExpectedError {
  override name = 'FileUnavailableError'
  readonly code = 'FILE_UNAVAILABLE'
  constructor(cause: unknown) {
    super('The file of this export is damaged or missing. Request the export again.')
    this.cause = cause
  }
}

/** `not-found`: there is no such export, it has no file, or the member may not have the file. */
type FoundDownload = { outcome: 'found'; file: StoredFile } | { outcome: 'not-found' }

/** Finds the file that the member may download. Records a denial when there is none. */
export async function findDownload({ db }: FileServices, request: DownloadRequest): Promise<FoundDownload> {
  const [found] = await db.$queryRaw<(Omit<StoredFile, 'byteSize'> & { byteSize: bigint })[]>`
    SELECT e.kind, e.format, e.requested_at AS "requestedAt", e.row_count AS "rowCount", e.byte_size AS "byteSize",
           e.sha256, e.storage_key AS "storageKey", e.file_key AS "fileKey", e.file_compressed AS compressed
    FROM export e JOIN team_member m ON m.id = e.owner_id
    WHERE e.id = ${request.exportId}::uuid AND e.owner_id = ${request.actor.session.teamMemberId}::uuid
      AND ${sqlMayHaveSensitiveData}
      AND e.status = 'COMPLETED' AND e.expires_at > now()`
  if (found) return { outcome: 'found', file: { ...found, byteSize: Number(found.byteSize) } }
  await recordDownloadDenial(db, request)
  return { outcome: 'not-found' }
}

/** The bytes of the part. The first piece was checked. If a later piece is damaged, the generator throws. */
type OpenedDownload =
  | { outcome: 'opened'; content: AsyncGenerator<Buffer, void> }
  | { outcome: DownloadRefusal }

/**
 * Opens a part of the file, and counts the download. Records a denial if the download is refused.
 * @throws FileUnavailableError, and the reason of `signal`.
 */
export async function openDownload(
  services: FileServices,
  request: DownloadRequest,
  file: StoredFile,
  part: Part,
  signal: AbortSignal,
): Promise<OpenedDownload> {
  const content = await openFile(services, request.exportId, file, part, signal).catch((error) => {
    signal.throwIfAborted()
    throw new FileUnavailableError(error)
  })
  let opened = false
  try {
    // The client left while the file was opening, so nothing is counted.
    signal.throwIfAborted()
    const outcome = await admitDownload(services.db, request, part, file.byteSize)
    opened = outcome === 'admitted'
    if (outcome === 'admitted') return { outcome: 'opened', content }
    await recordDownloadDenial(services.db, request)
    return { outcome }
  } finally {
    if (!opened) await content.return()
  }
}

/** The decrypted part, whose first piece was read and is authentic. `return()` closes the stored file at any time. */
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

/**
 * Yields an empty piece when the first one has been read, and then all pieces. The empty piece advances the generator:
 * one that was never advanced does not close its source on `return()`.
 */
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
