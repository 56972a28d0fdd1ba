// Taking an export for a run of its job.
import type { ExportFormat, ExportKind } from '../../generated/prisma/enums.ts'
import { lockMemberForSensitiveData } from '../../identity/lock-member.ts'
import type { DatabaseServices, FileServices } from '../../platform/services.ts'
import { revokeExports } from '../ending/revoke-exports.ts'
import type { ExportFilter } from '../kinds/kind.ts'
import { openFilter } from '../request/filter-search.ts'

/** An export, as one attempt has claimed it. */
export type ClaimedExport = {
  id: string
  accountId: string
  ownerId: string
  kind: ExportKind
  format: ExportFormat
  filter: ExportFilter
  /** Only the newest attempt may still write the row. */
  attempt: number
}

/** The search text of the filter is still sealed. If it does not open, the attempt fails, and by then it has its number. */
export type SealedExport = ClaimedExport & { filterSearch: Uint8Array | null }

/**
 * `deleted`: there is no such export. `revoked`: its owner has lost access, and it ends here. `ended`: it was made,
 * canceled or given up before.
 */
type Claim = { outcome: 'claimed'; task: SealedExport } | { outcome: 'deleted' | 'revoked' | 'ended' }

/** Begins the next attempt of an export that is PROCESSING, if its owner may still have it. */
export async function claimExport({ db, events }: DatabaseServices, exportId: string): Promise<Claim> {
  return events.transact(db, async (change) => {
    const { tx } = change
    const found = await tx.export.findUnique({ where: { id: exportId }, select: { ownerId: true } })
    if (!found) return { outcome: 'deleted' }
    // Whatever takes access away holds this lock too, so access cannot change between the check and the update.
    if (!(await lockMemberForSensitiveData(tx, found.ownerId))) {
      await revokeExports(change, found.ownerId)
      return { outcome: 'revoked' }
    }
    const [task] = await tx.$queryRaw<SealedExport[]>`
      UPDATE export SET attempt = attempt + 1, rows_done = 0, files_left = true, last_fault = NULL
      WHERE id = ${exportId}::uuid AND status = 'PROCESSING'
      RETURNING id, account_id AS "accountId", owner_id AS "ownerId", kind, format, filter,
                filter_search AS "filterSearch", attempt`
    return task ? { outcome: 'claimed', task } : { outcome: 'ended' }
  })
}

/** @throws DecryptionError when the search text of the filter does not open. */
export function openTask({ cipher }: FileServices, { filterSearch, ...task }: SealedExport): ClaimedExport {
  return { ...task, filter: openFilter(cipher, { ...task, filterSearch }) }
}
