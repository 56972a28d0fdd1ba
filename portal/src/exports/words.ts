// Exports in words.
import type { ExportFormat, ExportStatus } from '../gql/graphql.ts'

export const formatNames: Record<ExportFormat, string> = { CSV: 'CSV', XLSX: 'Excel', JSONL: 'JSON Lines' }

export const statusNames: Record<ExportStatus, string> = {
  PROCESSING: 'Processing',
  COMPLETED: 'Completed',
  FAILED: 'Failed',
  CANCELED: 'Canceled',
  EXPIRED: 'Expired',
  REVOKED: 'Revoked',
}

export const statusColors: Record<ExportStatus, string> = {
  PROCESSING: 'blue',
  COMPLETED: 'pine',
  FAILED: 'red',
  CANCELED: 'gray',
  EXPIRED: 'gray',
  REVOKED: 'orange',
}
