// Making the file of an export. A job may run twice at once (a worker that was thought dead goes on): each run takes
// the row's next attempt number, writes a file of its own, and only the newest attempt can publish.
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { ExportKind } from '../generated/prisma/enums.ts'
import type { InvestorFilter } from '../investors/filter.ts'
import { createFileKey, encryptFile } from '../platform/file-encryption.ts'
import type { Services } from '../platform/services.ts'
import { publishExport } from './publish-export.ts'
import { type Progress, writeRows } from './write-rows.ts'

export type ClaimedExport = {
  id: string
  accountId: string
  ownerId: string
  kind: ExportKind
  filter: InvestorFilter
  attempt: number
}

/** What was written, as the manifest of the plain file. */
export type WrittenFile = {
  storageKey: string
  fileKey: Buffer
  rowCount: number
  byteSize: number
  sha256: string
}

type ExportServices = Pick<Services, 'db' | 'pool' | 'events' | 'storage' | 'cipher' | 'log'>

const progressEveryMs = 1_000

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
  const task = await claimExport(services, exportId)
  if (!task) return revokeUnlessAllowed(services, exportId)
  const storageKey = storageKeyOf(task.id, task.attempt)
  try {
    const file = await writeFile(services, task, storageKey, signal)
    const published = await publishExport(services, task, file)
    if (published) await deleteAttempts(services, task.id, 1, task.attempt - 1)
    else await services.storage.delete(storageKey)
  } catch (error) {
    await services.storage.delete(storageKey).catch(() => {})
    if (!(error instanceof OvertakenError)) throw error
    services.log.info({ exportId, attempt: task.attempt }, 'export: overtaken by another run')
  }
}

/** Where an attempt keeps its file: named by the server alone. */
const storageKeyOf = (exportId: string, attempt: number) => `${exportId}/${attempt}.enc`

/** Removes what earlier attempts may have left, such as those whose process was killed. */
export async function deleteAttempts(
  { storage }: Pick<Services, 'storage'>,
  exportId: string,
  first: number,
  last: number,
): Promise<void> {
  for (let attempt = first; attempt <= last; attempt++) {
    await storage.delete(storageKeyOf(exportId, attempt)).catch(() => {})
  }
}

/** Takes the next attempt, if the export is still wanted and its owner may still have it. */
async function claimExport({ db }: ExportServices, exportId: string): Promise<ClaimedExport | undefined> {
  const [task] = await db.$queryRaw<ClaimedExport[]>`
    UPDATE export e SET attempt = attempt + 1, rows_done = 0
    FROM team_member m
    WHERE e.id = ${exportId}::uuid AND e.status = 'PROCESSING' AND m.id = e.owner_id
      AND m.status = 'ACTIVE' AND m.sensitive_data_access
    RETURNING e.id, e.account_id AS "accountId", e.owner_id AS "ownerId", e.kind, e.filter, e.attempt`
  return task
}

/** An export whose owner lost access before it was made ends here. */
async function revokeUnlessAllowed({ db }: ExportServices, exportId: string): Promise<void> {
  await db.$executeRaw`
    UPDATE export e SET status = 'REVOKED'
    FROM team_member m
    WHERE e.id = ${exportId}::uuid AND e.status = 'PROCESSING' AND m.id = e.owner_id
      AND NOT (m.status = 'ACTIVE' AND m.sensitive_data_access)`
}

/** Streams database → CSV → checksum → encryption → storage. */
async function writeFile(
  services: ExportServices,
  task: ClaimedExport,
  storageKey: string,
  signal: AbortSignal,
): Promise<WrittenFile> {
  const hash = createHash('sha256')
  const fileKey = createFileKey()
  const file = { storageKey, fileKey, rowCount: 0, byteSize: 0, sha256: '' }
  const report = createReporter(services, task)

  async function* measured(): AsyncGenerator<Buffer> {
    const note = (progress: Progress) => {
      file.rowCount = progress.rowsDone
      return report(progress)
    }
    for await (const piece of writeRows(services, task, note, signal)) {
      hash.update(piece)
      file.byteSize += piece.length
      yield piece
    }
  }

  await services.storage.put(storageKey, Readable.from(encryptFile(measured(), fileKey)))
  file.sha256 = hash.digest('hex')
  return file
}

/** Writes the progress at most once a second, and stops the run when the row is no longer this attempt's. */
function createReporter({ db }: ExportServices, task: ClaimedExport): (progress: Progress) => Promise<void> {
  let reportedAt = 0
  return async ({ rowsDone, rowsTotal }) => {
    if (Date.now() - reportedAt < progressEveryMs) return
    reportedAt = Date.now()
    const updated = await db.$executeRaw`
      UPDATE export SET rows_done = ${rowsDone}, rows_total = ${rowsTotal}
      WHERE id = ${task.id}::uuid AND attempt = ${task.attempt} AND status = 'PROCESSING'`
    if (updated === 0) throw new OvertakenError()
  }
}
