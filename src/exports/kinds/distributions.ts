// In the SQL, `d` is the distribution and `i` is the investor who was paid.
import { Prisma } from '../../generated/prisma/client.ts'
import { investorsWhere } from '../../investors/filter.ts'
import { banking, identity } from './investor-rows.ts'
import type { ExportColumn, ExportFilter, Kind } from './kind.ts'

const { sql } = Prisma

const plain = (name: string): ExportColumn => ({ name, type: 'text', sql: `d.${name}`, sensitive: false })

const payment: readonly ExportColumn[] = [
  { ...plain('paid_on'), type: 'date', sql: `to_char(d.paid_on, 'YYYY-MM-DD')` },
  { ...plain('amount'), type: 'amount', sql: 'd.amount::text' },
  ...['currency', 'type', 'investment', 'reference'].map(plain),
]

export const distributions: Kind<'DISTRIBUTIONS'> = {
  name: 'DISTRIBUTIONS',
  title: 'Distributions',
  unit: 'distribution',
  description: 'Payments to investors, one a row, with the full bank details of the investor.',
  columns: [...identity, ...payment, ...banking],
  filters: ['search', 'createdAfter', 'createdBefore', 'paidFrom', 'paidTo'],
  from: 'distribution d JOIN investor i ON i.id = d.investor_id AND i.account_id = d.account_id',
  where: (accountId, { search, ...days }, cipher) =>
    // The condition on the account covers both tables, so that PostgreSQL can use an index of either.
    sql`d.account_id = ${accountId}::uuid AND ${investorsWhere(accountId, { search }, cipher)} ${within(days)}`,
  orderBy: 'i.name, i.id, d.paid_on',
  rowKey: 'd.id',
}

const within = ({ createdAfter, createdBefore, paidFrom, paidTo }: ExportFilter): Prisma.Sql => sql`
  ${createdAfter ? sql`AND d.created_at > ${createdAfter}::timestamptz` : Prisma.empty}
  ${createdBefore ? sql`AND d.created_at < ${createdBefore}::timestamptz` : Prisma.empty}
  ${paidFrom ? sql`AND d.paid_on >= ${paidFrom}::date` : Prisma.empty}
  ${paidTo ? sql`AND d.paid_on <= ${paidTo}::date` : Prisma.empty}`
