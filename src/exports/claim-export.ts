// Taking an export for a run of its job.
import type { ExportKind } from '../generated/prisma/enums.ts'
import type { InvestorFilter } from '../investors/filter.ts'
import type { Services } from '../platform/services.ts'

/** An export as one run of its job has it. */
export type ClaimedExport = {
  id: string
  accountId: string
  ownerId: string
  kind: ExportKind
  filter: InvestorFilter
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
  const [task] = await db.$queryRaw<ClaimedExport[]>`
    UPDATE export e SET attempt = attempt + 1, rows_done = 0
    FROM team_member m
    WHERE e.id = ${exportId}::uuid AND e.status = 'PROCESSING' AND m.id = e.owner_id
      AND m.status = 'ACTIVE' AND m.sensitive_data_access
    RETURNING e.id, e.account_id AS "accountId", e.owner_id AS "ownerId", e.kind, e.filter, e.attempt`
  if (task) return task
  await db.$executeRaw`
    UPDATE export e SET status = 'REVOKED'
    FROM team_member m
    WHERE e.id = ${exportId}::uuid AND e.status = 'PROCESSING' AND m.id = e.owner_id
      AND NOT (m.status = 'ACTIVE' AND m.sensitive_data_access)`
  return null
}
