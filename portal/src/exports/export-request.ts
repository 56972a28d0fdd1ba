// The values of the dialog, and the filter that they become for the API.
import { exportKinds } from '../gql/export-kinds.ts'
import type { ExportFilter, ExportFormat, ExportKind } from '../gql/graphql.ts'

export type ExportRequest = {
  kind: ExportKind
  format: ExportFormat
  search: string
  /** Days as `YYYY-MM-DD`, or empty. */
  createdAfter: string
  createdBefore: string
  paidFrom: string
  paidTo: string
}

export const emptyRequest: ExportRequest = {
  kind: 'BANKING_AND_TAX_INFORMATION',
  format: 'CSV',
  search: '',
  createdAfter: '',
  createdBefore: '',
  paidFrom: '',
  paidTo: '',
}

/** Whether a kind can be filtered by days of payment. */
export const takesDays = (kind: ExportKind): boolean => exportKinds[kind].filters.includes('paidFrom')

/** Refuses an interval that ends before it begins. The message belongs to the field of its end. */
export function validateRequest(values: ExportRequest): Partial<Record<keyof ExportRequest, string>> {
  const turned = (from: string, to: string) => from && to && to < from
  return {
    ...(turned(values.createdAfter, values.createdBefore) && {
      createdBefore: 'This is before the first day.',
    }),
    ...(takesDays(values.kind) &&
      turned(values.paidFrom, values.paidTo) && { paidTo: 'This is before the first day.' }),
  }
}

/** The API excludes the moments themselves: they are the last one before the first day, and the first after the last. */
export function toFilter({
  kind,
  search,
  createdAfter,
  createdBefore,
  paidFrom,
  paidTo,
}: ExportRequest): ExportFilter {
  return {
    ...(search.trim() && { search: search.trim() }),
    ...(createdAfter && { createdAfter: moment(createdAfter, 0, -1) }),
    ...(createdBefore && { createdBefore: moment(createdBefore, 1, 0) }),
    ...(takesDays(kind) && paidFrom && { paidFrom }),
    ...(takesDays(kind) && paidTo && { paidTo }),
  }
}

/** Midnight of a day in the member's time zone, moved by days and milliseconds. */
function moment(day: string, days: number, milliseconds: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date + days, 0, 0, 0, milliseconds).toISOString()
}
