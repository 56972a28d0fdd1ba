// Finds an investor by a whole Tax ID, although Tax IDs are encrypted. It uses a blind index: a keyed hash of the account
// and the Tax ID. The account is included so that equal Tax IDs have different hashes in different accounts.
import type { FieldCipher } from '../platform/encryption/field-encryption.ts'
import type { IndexPlace } from '../platform/encryption/sealed-columns.ts'

const place = (accountId: string): IndexPlace => `investor.tax_id_index:${accountId}`

/** Letters and digits only: 000-12-3456 and 000123456 are the same Tax ID. */
const normalize = (text: string) => text.toUpperCase().replace(/[^A-Z0-9]/g, '')

/** The index to store next to a Tax ID. */
export const indexTaxId = (cipher: FieldCipher, accountId: string, taxId: string): Buffer<ArrayBuffer> =>
  cipher.digest(normalize(taxId), place(accountId))

/**
 * The indexes that a Tax ID may have: one for each key, so that a search finds everyone during a rotation. Empty if the
 * text has no letter or digit.
 */
export function indexSearchedTaxId(
  cipher: FieldCipher,
  accountId: string,
  search: string,
): Buffer<ArrayBuffer>[] {
  const taxId = normalize(search)
  return taxId === '' ? [] : cipher.digests(taxId, place(accountId))
}
