// Claims an export for an attempt.
import type { ExportFormat, ExportKind } from '../../generated/prisma/enums.ts'
import { lockMemberForSensitiveData } from '../../identity/lock-member.ts'
import type { DatabaseServices, FileServices } from '../../platform/services.ts'
import { revokeExports } from '../ending/revoke-exports.ts'
import type { ExportFilter } from '../kinds/kind.ts'
import { openFilter } from '../request/filter-search.ts'

/** An export that an attempt has claimed. */
export type ClaimedExport = {
  id: string
  accountId: string
  ownerId: string
  kind: ExportKind
  format: ExportFormat
  filter: ExportFilter
  /** The number of the attempt. Only the newest attempt may write the row. */
  attempt: number
}

/** The search text of the filter is still encrypted. If it cannot be decrypted, the attempt fails with its number. */
export type SealedExport = ClaimedExport & { filterSearch: Uint8Array | null }

/**
 * `deleted`: there is no such export. `revoked`: its owner lost access, so this revoked it. `ended`: it was already
 * completed, canceled or failed.
 */
type Claim = { outcome: 'claimed'; task: SealedExport } | { outcome: 'deleted' | 'revoked' | 'ended' }

/** Begins the next attempt of an export that is PROCESSING, if its owner may still have it. */
export async function claimExport({ db, events }: DatabaseServices, exportId: string): Promise<Claim> {
  return events.transact(db, async (change) => {
    const { tx } = change
    const found = await tx.export.findUnique({ where: { id: exportId }, select: { ownerId: true } })
    if (!found) return { outcome: 'deleted' }
    // Everything that removes access takes this lock too, so access cannot change between the check and the update.
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

/** Decrypts the search text of the filter. @throws DecryptionError */
export function openTask({ cipher }: FileServices, { filterSearch, ...task }: SealedExport): ClaimedExport {
  return { ...task, filter: openFilter(cipher, { ...task, filterSearch }) }
}
