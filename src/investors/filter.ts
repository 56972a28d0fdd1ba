// Which investors of an account are meant: the same rule for the list (Prisma) and for exports (plain SQL).
import type { Prisma } from '../generated/prisma/client.ts'
import type { FieldCipher } from '../platform/encryption/field-encryption.ts'
import { indexSearchedTaxId } from './tax-id-index.ts'

/** Empty: all investors of the account. */
export type InvestorFilter = {
  /** Part of the name, the email or the sponsor's reference, in any case; or a whole tax id, however it is written. */
  search?: string | null | undefined
  createdAfter?: Date | null | undefined
  createdBefore?: Date | null | undefined
}

/**
 * @param cipher lets the search find a whole tax id. Null for whoever has no Sensitive Data Access: a list that
 * answers whether somebody has this id could be asked until the id is guessed.
 */
export function investorsWhere(
  accountId: string,
  filter: InvestorFilter,
  cipher: FieldCipher | null,
): Prisma.InvestorWhereInput {
  const search = filter.search?.trim()
  const contains = { contains: escapeLike(search ?? ''), mode: 'insensitive' } as const
  return {
    accountId,
    ...(search && {
      OR: [
        { name: contains },
        { email: contains },
        { externalId: contains },
        ...(cipher ? [{ taxIdIndex: { in: indexSearchedTaxId(cipher, accountId, search) } }] : []),
      ],
    }),
    createdAt: {
      ...(filter.createdAfter && { gt: filter.createdAfter }),
      ...(filter.createdBefore && { lt: filter.createdBefore }),
    },
  }
}

/**
 * The same as a WHERE clause over `investor i`, with its parameters numbered from 1. For exports, whose owner has
 * Sensitive Data Access.
 */
export function investorsWhereSql(
  accountId: string,
  filter: InvestorFilter,
  cipher: FieldCipher,
): { where: string; values: unknown[] } {
  const search = filter.search?.trim()
  return {
    where: `i.account_id = $1
      AND ($2::text IS NULL OR i.name ILIKE $2 OR i.email ILIKE $2 OR i.external_id ILIKE $2
        OR i.tax_id_index = ANY($5::bytea[]))
      AND ($3::timestamptz IS NULL OR i.created_at > $3) AND ($4::timestamptz IS NULL OR i.created_at < $4)`,
    values: [
      accountId,
      search ? `%${escapeLike(search)}%` : null,
      filter.createdAfter ?? null,
      filter.createdBefore ?? null,
      search ? indexSearchedTaxId(cipher, accountId, search) : [],
    ],
  }
}

const escapeLike = (text: string) => text.replace(/[\\%_]/g, '\\$&')
