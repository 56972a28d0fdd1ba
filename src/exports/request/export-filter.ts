// Which rows an export holds.
import type { ExportKind } from '../../generated/prisma/enums.ts'
import { type InvestorFilter, investorsWhereSql } from '../../investors/filter.ts'
import type { FieldCipher } from '../../platform/encryption/field-encryption.ts'
import { InvalidInputError } from '../../platform/errors.ts'

/**
 * Empty: all of the account. `search` is about the investor in every kind of export, `createdAfter` and
 * `createdBefore` about what a row is: an investor, or a distribution.
 */
export type ExportFilter = InvestorFilter & {
  /** Of distributions: the first and the last day of payment, as `YYYY-MM-DD`. */
  paidFrom?: string | null | undefined
  paidTo?: string | null | undefined
}

/** The filter as it is compared and, but for the search text, kept: without what was left out, dates as ISO 8601. */
export function storedFilter(filter: ExportFilter): Record<string, string> {
  const { search, createdAfter, createdBefore, paidFrom, paidTo } = filter
  return {
    ...(search?.trim() && { search: search.trim() }),
    ...(createdAfter && { createdAfter: createdAfter.toISOString() }),
    ...(createdBefore && { createdBefore: createdBefore.toISOString() }),
    ...(paidFrom && { paidFrom }),
    ...(paidTo && { paidTo }),
  }
}

/** @throws InvalidInputError when the filter is not one of this kind: it would be ignored, and hold more than meant. */
export function refuseForeignFilter(kind: ExportKind, filter: ExportFilter): void {
  const foreign = (['paidFrom', 'paidTo'] as const).find((name) => filter[name])
  if (kind === 'DISTRIBUTIONS' || !foreign) return
  throw new InvalidInputError(`\`${foreign}\` is for DISTRIBUTIONS: leave it out.`, [
    'input',
    'filter',
    foreign,
  ])
}

export type RowSource = { from: string; orderBy: string; values: unknown[] }

/**
 * The rows of a kind as `FROM … WHERE …` and `ORDER BY …`, with their parameters.
 * @param cipher lets the search find a whole tax id, as an export's owner may.
 */
export function exportedRows(
  kind: ExportKind,
  accountId: string,
  filter: ExportFilter,
  cipher: FieldCipher,
): RowSource {
  if (kind !== 'DISTRIBUTIONS') {
    const { where, values } = investorsWhereSql(accountId, filter, cipher)
    return { from: `FROM investor i WHERE ${where}`, orderBy: 'ORDER BY i.name, i.id', values }
  }
  const { search, createdAfter, createdBefore, paidFrom, paidTo } = filter
  const investors = investorsWhereSql(accountId, { search }, cipher)
  const [after, before, from, to] = [1, 2, 3, 4].map((n) => `$${investors.values.length + n}`)
  return {
    // The account is asked of both, so that either of its indexes will do.
    from: `FROM distribution d JOIN investor i ON i.id = d.investor_id AND i.account_id = d.account_id
      WHERE d.account_id = $1 AND ${investors.where}
        AND (${after}::timestamptz IS NULL OR d.created_at > ${after})
        AND (${before}::timestamptz IS NULL OR d.created_at < ${before})
        AND (${from}::date IS NULL OR d.paid_on >= ${from}) AND (${to}::date IS NULL OR d.paid_on <= ${to})`,
    orderBy: 'ORDER BY i.name, i.id, d.paid_on, d.id',
    values: [
      ...investors.values,
      createdAfter ?? null,
      createdBefore ?? null,
      paidFrom ?? null,
      paidTo ?? null,
    ],
  }
}
