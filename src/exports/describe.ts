// Texts and values that the API and the notifications derive from an export.
import type { Export } from '../generated/prisma/client.ts'
import type { ExportFormat, ExportKind, ExportStatus } from '../generated/prisma/enums.ts'
import { fileFormats } from './formats/file-formats.ts'
import { exportKinds } from './kinds/registry.ts'

/** Such as `banking-and-tax-information-2026-11-24.csv`: plain ASCII, never chosen by a client. */
export function exportFileName(row: Pick<Export, 'kind' | 'format' | 'requestedAt'>): string {
  const day = row.requestedAt.toISOString().slice(0, 10)
  return `${row.kind.toLowerCase().replaceAll('_', '-')}-${day}.${fileFormats[row.format].extension}`
}

/** The media type of its file. */
export const contentTypeOf = (format: ExportFormat): string => fileFormats[format].contentType

/** Such as "12,480 investors". */
export function countRowsInWords(kind: ExportKind, rowCount: number): string {
  const { unit } = exportKinds[kind]
  return `${rowCount.toLocaleString('en-US')} ${rowCount === 1 ? unit : `${unit}s`}`
}

/**
 * The status of an export at a time of the database's clock. It is EXPIRED once its time is up, even before the janitor
 * marks it.
 */
export function statusAt(
  { status, expiresAt }: Pick<Export, 'status' | 'expiresAt'>,
  now: Date,
): ExportStatus {
  return status === 'COMPLETED' && expiresAt && expiresAt <= now ? 'EXPIRED' : status
}

export type ExportProgress = { rowsDone: number; rowsTotal: number | null; percent: number | null }

/** How much of an export is done. It reaches 100 percent only when the file is complete. */
export function describeProgress({ status, rowsDone, rowsTotal }: Export): ExportProgress {
  const done = status === 'COMPLETED' || status === 'EXPIRED'
  const percent =
    rowsTotal === null ? null : Math.min(99, Math.floor((100 * rowsDone) / Math.max(1, rowsTotal)))
  return { rowsDone, rowsTotal, percent: done ? 100 : percent }
}

/** The path at which a signed-in client downloads the file. */
export const downloadPath = ({ id }: Pick<Export, 'id'>): string => `/exports/${id}/download`
