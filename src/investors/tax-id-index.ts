// Finding an investor by their whole tax id though it is encrypted: by a blind index, a keyed hash of the account and
// the tax id. Bound to the account, so that the same id in two accounts looks like two.
import type { FieldCipher } from '../platform/encryption/field-encryption.ts'
import type { IndexPlace } from '../platform/encryption/sealed-columns.ts'

const place = (accountId: string): IndexPlace => `investor.tax_id_index:${accountId}`

/** Letters and digits alone: 000-12-3456 and 000123456 are the same id. */
const normalize = (text: string) => text.toUpperCase().replace(/[^A-Z0-9]/g, '')

/** What is stored beside a tax id. */
export const indexTaxId = (cipher: FieldCipher, accountId: string, taxId: string): Buffer<ArrayBuffer> =>
  cipher.digest(normalize(taxId), place(accountId))

/**
 * What may be stored beside the tax id that was searched for: one for each key, so that nobody is missed while a
 * rotation is under way. Empty when the text is no tax id.
 */
export function indexSearchedTaxId(
  cipher: FieldCipher,
  accountId: string,
  search: string,
): Buffer<ArrayBuffer>[] {
  const taxId = normalize(search)
  return taxId === '' ? [] : cipher.digests(taxId, place(accountId))
}
