// Taking an export for a run of its job.
import type { ExportFormat, ExportKind } from '../generated/prisma/enums.ts'
import type { Services } from '../platform/services.ts'
import type { ExportFilter } from './export-filter.ts'

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

/**
 * Takes the export's next attempt, if it is still wanted and its owner may still have it. An export whose owner lost
 * access ends here.
 */
export async function claimExport(
  { db }: Pick<Services, 'db'>,
  exportId: string,
): Promise<ClaimedExport | null> {
  // One statement: between two, access could come back, and the export would stay PROCESSING with nobody making it.
  const [row] = await db.$queryRaw<(ClaimedExport & { allowed: boolean })[]>`
    UPDATE export e SET attempt = attempt + 1, rows_done = 0,
      status = CASE WHEN m.status = 'ACTIVE' AND m.sensitive_data_access THEN e.status ELSE 'REVOKED' END
    FROM team_member m
    WHERE e.id = ${exportId}::uuid AND e.status = 'PROCESSING' AND m.id = e.owner_id
    RETURNING e.id, e.account_id AS "accountId", e.owner_id AS "ownerId", e.kind, e.format, e.filter,
              e.attempt,
              e.status = 'PROCESSING' AS allowed`
  if (!row?.allowed) return null
  const { allowed, ...task } = row
  return task
}
