// Exports in words.
import type { ExportFormat, ExportKind, ExportStatus } from '../gql/graphql.ts'

export const kindNames: Record<ExportKind, string> = {
  BANKING_AND_TAX_INFORMATION: 'Banking and tax information',
  TAX_INFORMATION: 'Tax information',
  BANKING_INFORMATION: 'Banking information',
  DISTRIBUTIONS: 'Distributions',
}

export const kindDescriptions: Record<ExportKind, string> = {
  BANKING_AND_TAX_INFORMATION: 'Names, addresses, full tax ids and full bank details.',
  TAX_INFORMATION: 'Names, addresses and full tax ids.',
  BANKING_INFORMATION: 'Names and full bank details.',
  DISTRIBUTIONS: 'Payments to investors, a row each, with the full bank details that they go to.',
}

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
