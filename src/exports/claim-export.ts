// Taking an export for a run of its job.
import { lockMemberForSensitiveData } from '../auth/lock-member.ts'
import type { ExportFormat, ExportKind } from '../generated/prisma/enums.ts'
import type { Services } from '../platform/services.ts'
import type { ExportFilter } from './export-filter.ts'
import { openFilter } from './filter-search.ts'
import { revokeExports } from './revoke-exports.ts'

/** An export as one run of its job has it. */
export type ClaimedExport = {
  id: string
  accountId: string
  ownerId: string
  kind: ExportKind
  format: ExportFormat
  filter: ExportFilter
  /** The run's number: only the newest one may still write the row. */
  attempt: number
}

type ClaimedRow = ClaimedExport & { filterSearch: Uint8Array | null }

/**
 * Takes the export's next attempt, if it is still wanted and its owner may still have it. An export whose owner lost
 * access ends here.
 * @throws DecryptionError when its search text cannot be read.
 */
export async function claimExport(
  { db, events, cipher }: Pick<Services, 'db' | 'events' | 'cipher'>,
  exportId: string,
): Promise<ClaimedExport | null> {
  const claimed = await events.transact(db, async (tx, announce) => {
    const found = await tx.export.findUnique({ where: { id: exportId }, select: { ownerId: true } })
    if (!found) return null
    // Under the lock of what takes access away: between the look and the act it can neither go nor come back.
    if (!(await lockMemberForSensitiveData(tx, found.ownerId))) {
      await revokeExports(tx, announce, found.ownerId)
      return null
    }
    const [row] = await tx.$queryRaw<ClaimedRow[]>`
      UPDATE export SET attempt = attempt + 1, rows_done = 0, files_left = true
      WHERE id = ${exportId}::uuid AND status = 'PROCESSING'
      RETURNING id, account_id AS "accountId", owner_id AS "ownerId", kind, format, filter,
                filter_search AS "filterSearch", attempt`
    return row ?? null
  })
  if (!claimed) return null
  const { filterSearch, ...task } = claimed
  return { ...task, filter: openFilter(cipher, claimed) }
}
