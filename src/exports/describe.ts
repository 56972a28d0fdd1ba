// An export in words: for its file's name and its notification.
import type { ExportFormat, ExportKind } from '../generated/prisma/enums.ts'

/** Such as "Banking and tax information". */
export function describeKind(kind: ExportKind): string {
  const words = kind.toLowerCase().replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Such as `banking-and-tax-information-2026-11-24.csv`: plain ASCII, made by the server alone. */
export function exportFileName(row: { kind: ExportKind; format: ExportFormat; requestedAt: Date }): string {
  const day = row.requestedAt.toISOString().slice(0, 10)
  return `${row.kind.toLowerCase().replaceAll('_', '-')}-${day}.${row.format.toLowerCase()}`
}
