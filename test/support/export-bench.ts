// One export at a time, run by hand: what the tests of runs and failures have in common.

import { requestExport } from '../../src/exports/request/request-export.ts'
import { runExport } from '../../src/exports/run/run-export.ts'
import type { Export } from '../../src/generated/prisma/client.ts'
import type { CurrentSession } from '../../src/identity/session.ts'
import { asActor, startTestServices, type TestServices } from './services.ts'

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
  /** The kinds of its notifications. */
  readBell(): Promise<string[]>
  /** Where attempts keep their files. */
  fileOf(...attempts: number[]): string[]
  /** Removes it, its notifications and its files. */
  clear(): Promise<void>
}

export async function startExportBench(): Promise<ExportBench> {
  const services = await startTestServices()
  const { db, storage } = services
  // Nothing that compression could make small: the file has many chunks, and a run of it a middle.
  await db.$executeRaw`
    UPDATE investor SET address = (SELECT string_agg(md5(investor.id::text || n), '') FROM generate_series(1, 60) n)`
  const bench: ExportBench = {
    services,
    session: await services.signIn(benchOwner),
    exportId: '',
    async ask() {
      const request = { kind: 'BANKING_AND_TAX_INFORMATION', format: 'CSV', filter: {} } as const
      bench.exportId = (
        await requestExport(services, asActor(bench.session), { ...request, idempotencyKey: null })
      ).id
    },
    run: (using = services, signal = new AbortController().signal) =>
      runExport(using, { exportId: bench.exportId }, signal),
    readRow: () => db.export.findUniqueOrThrow({ where: { id: bench.exportId } }),
    readBell: async () =>
      (await db.notification.findMany({ where: { exportId: bench.exportId } })).map(({ kind }) => kind),
    fileOf: (...attempts) => attempts.map((attempt) => `${bench.exportId}/${attempt}.enc`),
    async clear() {
      const files = await services.files()
      await db.export.deleteMany()
      await Promise.all(files.map((key) => storage.delete(key)))
    },
  }
  return bench
}
