// Making the file of an export. A job may run twice at once (a worker that was thought dead goes on): each run takes
// the row's next attempt number, writes a file of its own, and only the newest attempt can publish.
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { createFileKey, encryptFile } from '../../platform/encryption/file-encryption.ts'
import { type Watch, watch } from '../../platform/events/watch.ts'
import type { ExportServices } from '../../platform/services.ts'
import { compress } from '../../platform/streams/compression.ts'
import { exportTopic } from '../ending/end-exports.ts'
import { fileFormats } from '../formats/file-formats.ts'
import { UnwritableExportError } from '../formats/format.ts'
import { exportColumns } from '../kinds/columns.ts'
import { deleteLeftovers, storageKeyOf } from '../stored-file.ts'
import { type ClaimedExport, claimExport, openTask, type SealedExport } from './claim-export.ts'
import { failExport } from './fail-export.ts'
import { noteFault } from './fault.ts'
import { publishExport, type WrittenFile } from './publish-export.ts'
import { type Progress, readRows } from './read-rows.ts'
import { exportProgressTopic } from './stream-export-progress.ts'

const progressEveryMs = 1_000
const lookEveryMs = 1_000

/** Another run has taken over, or nobody wants the export any more. */
class OvertakenError extends Error {
  override name = 'OvertakenError'
}

/** Runs an export to its end. Does nothing where there is nothing (left) to do. */
export async function runExport(
  services: ExportServices,
  { exportId }: { exportId: string },
  signal: AbortSignal,
): Promise<void> {
  const claimed = await claimExport(services, exportId)
  if (!claimed) return deleteLeftovers(services, exportId)
  const { attempt } = claimed
  try {
    const file = await makeFile(services, claimed, signal)
    // When this throws, the file stays: the commit may have been done though its answer was lost, and then a member has
    // been told of it. The next run, or failExport, knows which it was and removes what is not wanted.
    const published = await publishExport(services, claimed, file)
    if (!published) await services.storage.delete(file.storageKey)
    await deleteLeftovers(services, exportId)
  } catch (error) {
    if (error instanceof OvertakenError)
      return services.log.info({ exportId, attempt }, 'export: no longer wanted of this run')
    // It would fail in the same way every time: its owner is told at once, and what to ask for instead.
    if (error instanceof UnwritableExportError)
      return failExport(services, { exportId, attempt }, error.message)
    // A run that was told to stop has not failed. Whatever else it is, even a value that does not open, is tried again: the
    // next worker may have the key that this one lacks, or the storage that this one does not reach.
    if (!signal.aborted) await noteFault(services, { exportId, attempt }, error)
    throw error
  }
}

/** @throws OvertakenError as soon as the file is not wanted any more, whatever holds its making up. */
async function makeFile(
  services: ExportServices,
  claimed: SealedExport,
  signal: AbortSignal,
): Promise<WrittenFile> {
  const wanted = watchForEnd(services, claimed)
  try {
    const until = AbortSignal.any([signal, wanted.ended])
    return await writeFile(services, openTask(services, claimed), until)
  } catch (error) {
    throw wanted.ended.aborted ? wanted.ended.reason : error
  } finally {
    wanted.stop()
  }
}

/** Streams database → format → checksum → compression → encryption → storage. */
async function writeFile(
  services: ExportServices,
  task: ClaimedExport,
  signal: AbortSignal,
): Promise<WrittenFile> {
  const storageKey = storageKeyOf(task.id, task.attempt)
  const hash = createHash('sha256')
  const fileKey = createFileKey()
  const { write, compressed } = fileFormats[task.format]
  const file = { storageKey, fileKey, compressed: !compressed, rowCount: 0, byteSize: 0, sha256: '' }
  const report = createReporter(services, task)

  async function* measured(): AsyncGenerator<Buffer> {
    const note = (progress: Progress) => {
      file.rowCount = progress.rowsDone
      return report(progress)
    }
    const rows = readRows(services, task, note, signal)
    for await (const piece of write(exportColumns[task.kind], rows)) {
      hash.update(piece)
      file.byteSize += piece.length
      yield piece
    }
  }

  const content = file.compressed ? compress(measured()) : measured()
  const sealed = Readable.from(encryptFile(content, fileKey), { signal })
  await services.storage.put(storageKey, sealed, signal)
  file.sha256 = hash.digest('hex')
  return file
}

/**
 * Stops the run when its export ends in another way, even while it waits for the storage or for the next rows. Being
 * told is a hint alone: the row decides, and is looked at once a second as well.
 */
function watchForEnd({ db, events, log }: ExportServices, { id, attempt }: SealedExport): Watch {
  const rule = { topics: [exportTopic(id)], everyMs: lookEveryMs, reason: new OvertakenError() }
  return watch({ events, log }, rule, async () => {
    return (await db.export.count({ where: { id, attempt, status: 'PROCESSING' } })) > 0
  })
}

/** Writes the progress at most once a second and at the end, and stops the run when the row is no longer this attempt's. */
function createReporter(
  { db, events }: ExportServices,
  task: ClaimedExport,
): (progress: Progress) => Promise<void> {
  let reportedAt = 0
  return async ({ rowsDone, rowsTotal }) => {
    if (rowsDone < rowsTotal && Date.now() - reportedAt < progressEveryMs) return
    reportedAt = Date.now()
    const updated = await events.transact(db, ({ tx, announce }) => {
      announce(exportProgressTopic(task.id))
      return tx.$executeRaw`
        UPDATE export SET rows_done = ${rowsDone}, rows_total = ${rowsTotal}
        WHERE id = ${task.id}::uuid AND attempt = ${task.attempt} AND status = 'PROCESSING'`
    })
    if (updated === 0) throw new OvertakenError()
  }
}
