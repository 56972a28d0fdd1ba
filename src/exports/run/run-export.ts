// Makes the file of an export. A job may run twice in parallel, because a worker that seemed dead may continue. So each
// attempt has its own number and its own file, and only the newest attempt can publish.
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { createFileKey, encryptFile } from '../../platform/encryption/file-encryption.ts'
import { type Watch, watch } from '../../platform/events/watch.ts'
import type { ExportServices } from '../../platform/services.ts'
import { compress } from '../../platform/streams/compression.ts'
import { exportTopic } from '../ending/end-exports.ts'
import { fileFormats } from '../formats/file-formats.ts'
import { UnwritableExportError } from '../formats/format.ts'
import { exportKinds } from '../kinds/registry.ts'
import { deleteLeftovers, storageKeyOf } from '../stored-file.ts'
import { type ClaimedExport, claimExport, openTask, type SealedExport } from './claim-export.ts'
import { failExport } from './fail-export.ts'
import { noteFault } from './fault.ts'
import { publishExport, type WrittenFile } from './publish-export.ts'
import { type Progress, readRows } from './read-rows.ts'
import { exportProgressTopic } from './stream-export-progress.ts'

const progressEveryMs = 1_000
const lookEveryMs = 1_000

/** A newer attempt has begun, or the export has ended. */
class OvertakenError extends Error {
  override name = 'OvertakenError'
}

/** Makes the file of an export and publishes it, unless the export has ended. */
export async function runExport(
  services: ExportServices,
  { exportId }: { exportId: string },
  signal: AbortSignal,
): Promise<void> {
  const claim = await claimExport(services, exportId)
  if (claim.outcome !== 'claimed') return deleteLeftovers(services, exportId)
  const { task } = claim
  const { attempt } = task
  try {
    const file = await makeFile(services, task, signal)
    // If this throws, the file stays: the commit may have succeeded even if its answer was lost. The next attempt or
    // failExport sees the result and removes the files that are not needed.
    const outcome = await publishExport(services, task, file)
    if (outcome !== 'published') await services.storage.delete(file.storageKey)
    await deleteLeftovers(services, exportId)
  } catch (error) {
    if (error instanceof OvertakenError)
      return services.log.info({ exportId, attempt }, 'export: this attempt is no longer needed')
    // Every attempt would fail like this one, so the owner is told now what to request instead.
    if (error instanceof UnwritableExportError)
      return failExport(services, { exportId, attempt }, error.message)
    // An attempt that was stopped has not failed. After any other error another worker makes an attempt, even if a value
    // cannot be decrypted: it may have a key or reach a storage that this worker does not.
    if (!signal.aborted) await noteFault(services, { exportId, attempt }, error)
    throw error
  }
}

/** @throws OvertakenError when this attempt is overtaken, even while it waits for the storage or the database. */
async function makeFile(
  services: ExportServices,
  task: SealedExport,
  signal: AbortSignal,
): Promise<WrittenFile> {
  const wanted = watchForEnd(services, task)
  try {
    const until = AbortSignal.any([signal, wanted.ended])
    return await writeFile(services, openTask(services, task), until)
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
    for await (const piece of write(exportKinds[task.kind].columns, rows)) {
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

/** Reads the row after each hint, and once a second because hints can be lost. Aborts when this attempt is overtaken. */
function watchForEnd({ db, events, log }: ExportServices, { id, attempt }: SealedExport): Watch {
  const rule = { topics: [exportTopic(id)], everyMs: lookEveryMs, reason: new OvertakenError() }
  return watch({ events, log }, rule, async () => {
    return (await db.export.count({ where: { id, attempt, status: 'PROCESSING' } })) > 0
  })
}

/** Writes the progress at most once a second, and at the end. Throws OvertakenError when this attempt is overtaken. */
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
