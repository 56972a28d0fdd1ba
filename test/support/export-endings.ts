// The ways in which the export of a bench ends before its time.
import { cancelExport } from '../../src/exports/ending/cancel-export.ts'
import { deleteExport } from '../../src/exports/ending/delete-export.ts'
import { revokeExports } from '../../src/exports/ending/revoke-exports.ts'
import { benchOwner, type ExportBench } from './export-bench.ts'
import { asActor, memberId } from './services.ts'

export function endingsOf(bench: ExportBench) {
  const { services } = bench
  const ownerId = memberId(benchOwner)
  return {
    cancel: (session = bench.session) => cancelExport(services, asActor(session), bench.exportId),
    remove: (session = bench.session) => deleteExport(services, asActor(session), bench.exportId),
    /** What the loss of Sensitive Data Access does to all exports of the owner. */
    revoke: () =>
      services.events.transact(services.db, async (change) => {
        await change.tx.$executeRaw`SELECT 1 FROM team_member WHERE id = ${ownerId}::uuid FOR UPDATE`
        await revokeExports(change, ownerId)
      }),
  }
}
