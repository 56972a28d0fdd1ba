// The parts that kinds with one row an investor share. In the SQL, `i` is the investor.
import { investorsWhere } from '../../investors/filter.ts'
import { openBankAccountNumber, openTaxId } from '../../investors/sensitive-fields.ts'
import type { ExportColumn, Kind } from './kind.ts'

const plain = (name: string): ExportColumn => ({ name, type: 'text', sql: `i.${name}`, sensitive: false })
const sensitive = (name: string): ExportColumn => ({ ...plain(name), sensitive: true })

export const identity: readonly ExportColumn[] = ['external_id', 'name', 'email', 'profile_type'].map(plain)

export const tax: readonly ExportColumn[] = [
  plain('address'),
  { ...sensitive('tax_id'), sealed: { boundTo: 'i.id', open: openTaxId } },
]

export const banking: readonly ExportColumn[] = [
  ...['bank_name', 'bank_account_type'].map(plain),
  sensitive('bank_routing_number'),
  { ...sensitive('bank_account_number'), sealed: { boundTo: 'i.id', open: openBankAccountNumber } },
]

export const investorRows = {
  unit: 'investor',
  filters: ['search', 'createdAfter', 'createdBefore'],
  from: 'investor i',
  where: investorsWhere,
  orderBy: 'i.name',
  rowKey: 'i.id',
} as const satisfies Partial<Kind>
