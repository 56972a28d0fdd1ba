// The filter of investors, as SQL over `investor i`, for the list and for exports.
import { Prisma } from '../generated/prisma/client.ts'
import type { FieldCipher } from '../platform/encryption/field-encryption.ts'
import { indexSearchedTaxId } from './tax-id-index.ts'

const { sql, empty, join } = Prisma

/** Empty: all investors of the account. */
export type InvestorFilter = {
  search?: string | null | undefined
  createdAfter?: Date | null | undefined
  createdBefore?: Date | null | undefined
}

/**
 * The SQL after WHERE.
 * @param cipher lets the search find a whole Tax ID. Null for members without Sensitive Data Access, who could otherwise
 * guess IDs and see whether someone has them.
 */
export function investorsWhere(
  accountId: string,
  { search, createdAfter, createdBefore }: InvestorFilter,
  cipher: FieldCipher | null,
): Prisma.Sql {
  const text = search?.trim()
  return sql`i.account_id = ${accountId}::uuid
    ${text ? sql`AND ${matches(accountId, text, cipher)}` : empty}
    ${createdAfter ? sql`AND i.created_at > ${createdAfter}::timestamptz` : empty}
    ${createdBefore ? sql`AND i.created_at < ${createdBefore}::timestamptz` : empty}`
}

/** The trigram index (pg_trgm) cannot find a shorter part of a text. */
const minPartLength = 3

/**
 * A shorter text finds names with a word that begins with it, which the same index answers (it pads the beginning of a
 * word), and the exact reference. A longer text finds a part of a name, an email or a reference, or a whole Tax ID. Case
 * is ignored, except for the exact reference.
 */
function matches(accountId: string, text: string, cipher: FieldCipher | null): Prisma.Sql {
  const literal = text.replace(/[\\%_]/g, '\\$&')
  if ([...text].length < minPartLength)
    return sql`(i.name ILIKE ${`${literal}%`} OR i.name ILIKE ${`% ${literal}%`} OR i.external_id = ${text})`
  const part = `%${literal}%`
  const taxIds = cipher ? indexSearchedTaxId(cipher, accountId, text) : []
  return sql`(i.name ILIKE ${part} OR i.email ILIKE ${part} OR i.external_id ILIKE ${part}
    ${taxIds.length > 0 ? sql`OR i.tax_id_index IN (${join(taxIds)})` : empty})`
}
