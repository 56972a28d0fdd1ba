// An export in words: what the API and its notification say of it.
import type { Export } from '../generated/prisma/client.ts'
import type { ExportFormat, ExportKind, ExportStatus } from '../generated/prisma/enums.ts'
import { fileFormats } from './formats/file-formats.ts'

/** Such as "Banking and tax information". */
export function describeKind(kind: ExportKind): string {
  const words = kind.toLowerCase().replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Such as `banking-and-tax-information-2026-11-24.csv`: plain ASCII, made by the server alone. */
export function exportFileName(row: Pick<Export, 'kind' | 'format' | 'requestedAt'>): string {
  const day = row.requestedAt.toISOString().slice(0, 10)
  return `${row.kind.toLowerCase().replaceAll('_', '-')}-${day}.${fileFormats[row.format].extension}`
}

/** The media type of its file. */
export const contentTypeOf = (format: ExportFormat): string => fileFormats[format].contentType

/** Such as "12,480 investors": what an export of this kind has a row for. */
export function countRowsInWords(kind: ExportKind, rowCount: number): string {
  const one = kind === 'DISTRIBUTIONS' ? 'distribution' : 'investor'
  return `${rowCount.toLocaleString('en-US')} ${rowCount === 1 ? one : `${one}s`}`
}

/**
 * Where an export stands at a moment of the database's clock: what has outlived its time is EXPIRED, whether or not a
 * worker has got to writing that down.
 */
export function statusAt(
  { status, expiresAt }: Pick<Export, 'status' | 'expiresAt'>,
  now: Date,
): ExportStatus {
  return status === 'COMPLETED' && expiresAt && expiresAt <= now ? 'EXPIRED' : status
}

export type ExportProgress = { rowsDone: number; rowsTotal: number | null; percent: number | null }

/** How far an export is. It is at 100 percent only when its file is there. */
export function describeProgress({ status, rowsDone, rowsTotal }: Export): ExportProgress {
  const done = status === 'COMPLETED' || status === 'EXPIRED'
  const percent =
    rowsTotal === null ? null : Math.min(99, Math.floor((100 * rowsDone) / Math.max(1, rowsTotal)))
  return { rowsDone, rowsTotal, percent: done ? 100 : percent }
}

/** Where a signed-in client downloads the file. */
export const downloadPath = ({ id }: Pick<Export, 'id'>): string => `/exports/${id}/download`
