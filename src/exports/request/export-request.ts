import type { ExportFormat, ExportKind } from '../../generated/prisma/enums.ts'
import type { ExportFilter } from '../kinds/kind.ts'

/** The export that a member requests. */
export type ExportRequest = {
  kind: ExportKind
  format: ExportFormat
  filter: ExportFilter
  idempotencyKey: string | null
}
