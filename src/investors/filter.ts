// Which investors of an account are meant: the same rule for the list (Prisma) and for exports (plain SQL).
import type { Prisma } from '../generated/prisma/client.ts'

/** Empty: all investors of the account. */
export type InvestorFilter = {
  /** Part of the name, the e-mail or the sponsor's reference, in any case. */
  search?: string | null | undefined
  createdAfter?: Date | null | undefined
  createdBefore?: Date | null | undefined
}

export function investorsWhere(accountId: string, filter: InvestorFilter): Prisma.InvestorWhereInput {
  const search = filter.search?.trim()
  const contains = { contains: escapeLike(search ?? ''), mode: 'insensitive' } as const
  return {
    accountId,
    ...(search && { OR: [{ name: contains }, { email: contains }, { externalId: contains }] }),
    createdAt: {
      ...(filter.createdAfter && { gt: filter.createdAfter }),
      ...(filter.createdBefore && { lt: filter.createdBefore }),
    },
  }
}

/** The same as a WHERE clause over `investor i`, with its parameters numbered from 1. */
export function investorsWhereSql(
  accountId: string,
  filter: InvestorFilter,
): { where: string; values: unknown[] } {
  const search = filter.search?.trim()
  return {
    where: `i.account_id = $1
      AND ($2::text IS NULL OR i.name ILIKE $2 OR i.email ILIKE $2 OR i.external_id ILIKE $2)
      AND ($3::timestamptz IS NULL OR i.created_at > $3) AND ($4::timestamptz IS NULL OR i.created_at < $4)`,
    values: [
      accountId,
      search ? `%${escapeLike(search)}%` : null,
      filter.createdAfter ?? null,
      filter.createdBefore ?? null,
    ],
  }
}

const escapeLike = (text: string) => text.replace(/[\\%_]/g, '\\$&')
