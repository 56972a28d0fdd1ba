import type { ExportFormat, ExportKind } from '../../generated/prisma/enums.ts'
import type { ExportFilter } from '../kinds/kind.ts'

/** What a member asks for. */
export type ExportRequest = {
  kind: ExportKind
  format: ExportFormat
  filter: ExportFilter
  idempotencyKey: string | null
}
