// One export at a time, run by hand: what the tests of runs, failures and endings have in common.
import { afterEach, beforeAll, beforeEach } from 'vitest'
import { requestExport } from '../../src/exports/request/request-export.ts'
import { runExport } from '../../src/exports/run/run-export.ts'
import type { Export } from '../../src/generated/prisma/client.ts'
import type { CurrentSession } from '../../src/identity/session.ts'
import { openExport } from './exports.ts'
import { asActor, type TestServices } from './services.ts'
import { useServices } from './use-services.ts'

export const benchOwner = 'owner@summitridge.example'

export type ExportBench = {
  services: TestServices
  session: CurrentSession
  exportId: string
  /** Asks for the export that a test is about: full, of 1,200 investors. */
  ask(): Promise<void>
  /** Runs its job once, as it is or with other services. */
  run(using?: TestServices, signal?: AbortSignal): Promise<void>
  readRow(): Promise<Export>
  /** Its row, if it still has one. */
  findRow(): Promise<Export | null>
  /** How often the audit has an action of it. */
  countAudit(action: string): Promise<number>
  /** Whether the file of it, or of another export of the owner, can be downloaded. */
  canDownload(exportId?: string): Promise<boolean>
  /** The kinds of its notifications. */
  readBell(): Promise<string[]>
  /** Where attempts keep their files. */
  fileOf(...attempts: number[]): string[]
  /** Removes it, its notifications, its files, and what is kept of deleted ones. */
  clear(): Promise<void>
}

/** The bench of a test file or a `describe`. Each test gets an export of its own, and leaves none. */
export function useExportBench(): ExportBench {
  const services = useServices()
  const bench: ExportBench = {
    services,
    session: {} as CurrentSession,
    exportId: '',
    async ask() {
      const request = { kind: 'BANKING_AND_TAX_INFORMATION', format: 'CSV', filter: {} } as const
      const actor = asActor(bench.session)
      bench.exportId = (await requestExport(services, actor, { ...request, idempotencyKey: null })).id
    },
    run: (using = services, signal = new AbortController().signal) =>
      runExport(using, { exportId: bench.exportId }, signal),
    readRow: () => services.db.export.findUniqueOrThrow({ where: { id: bench.exportId } }),
    findRow: () => services.db.export.findUnique({ where: { id: bench.exportId } }),
    countAudit: (action) => services.db.auditEvent.count({ where: { action, subjectId: bench.exportId } }),
    async canDownload(exportId = bench.exportId) {
      const content = await openExport(services, bench.session, exportId)
      await content?.return()
      return content !== null
    },
    readBell: async () =>
      (await services.db.notification.findMany({ where: { exportId: bench.exportId } })).map(
        ({ kind }) => kind,
      ),
    fileOf: (...attempts) => attempts.map((attempt) => `${bench.exportId}/${attempt}.enc`),
    async clear() {
      const files = await services.files()
      await services.db.export.deleteMany()
      await services.db.deletedExport.deleteMany()
      await Promise.all(files.map((key) => services.storage.delete(key)))
    },
  }
  beforeAll(async () => {
    // Nothing that compression could make small: the file has many chunks, and a run of it a middle.
    await services.db.$executeRaw`
      UPDATE investor SET address = (SELECT string_agg(md5(investor.id::text || n), '') FROM generate_series(1, 60) n)`
    bench.session = await services.signIn(benchOwner)
  })
  beforeEach(() => bench.ask())
  afterEach(() => bench.clear())
  return bench
}
