// Taking an export for a run of its job.

import type { ExportFormat, ExportKind } from '../../generated/prisma/enums.ts'
import { lockMemberForSensitiveData } from '../../identity/lock-member.ts'
import type { DatabaseServices, FileServices } from '../../platform/services.ts'
import { revokeExports } from '../ending/revoke-exports.ts'
import type { ExportFilter } from '../request/export-filter.ts'
import { openFilter } from '../request/filter-search.ts'

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

/** Its filter's search text still sealed: what cannot be read is a failure of the run, which by then has its number. */
export type SealedExport = ClaimedExport & { filterSearch: Uint8Array | null }

/**
 * Takes the export's next attempt, if it is still wanted and its owner may still have it. An export whose owner lost
 * access ends here.
 */
export async function claimExport(
  { db, events }: DatabaseServices,
  exportId: string,
): Promise<SealedExport | null> {
  return events.transact(db, async (change) => {
    const { tx } = change
    const found = await tx.export.findUnique({ where: { id: exportId }, select: { ownerId: true } })
    if (!found) return null
    // Under the lock of what takes access away: between the look and the act it can neither go nor come back.
    if (!(await lockMemberForSensitiveData(tx, found.ownerId))) {
      await revokeExports(change, found.ownerId)
      return null
    }
    const [row] = await tx.$queryRaw<SealedExport[]>`
      UPDATE export SET attempt = attempt + 1, rows_done = 0, files_left = true, last_fault = NULL
      WHERE id = ${exportId}::uuid AND status = 'PROCESSING'
      RETURNING id, account_id AS "accountId", owner_id AS "ownerId", kind, format, filter,
                filter_search AS "filterSearch", attempt`
    return row ?? null
  })
}

/** @throws DecryptionError when the search text of its filter cannot be read. */
export function openTask({ cipher }: FileServices, { filterSearch, ...task }: SealedExport): ClaimedExport {
  return { ...task, filter: openFilter(cipher, { ...task, filterSearch }) }
}
