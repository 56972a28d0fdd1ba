// The search text of an export's filter. It may be a Tax ID, so it is stored encrypted, apart from the other fields.
import type { FieldCipher } from '../../platform/encryption/field-encryption.ts'
import type { SealedPlace } from '../../platform/encryption/sealed-columns.ts'

/** The place that the encrypted text is bound to. */
export const filterSearchPlace = (exportId: string): SealedPlace => `export.filter_search:${exportId}`

type Stored = { id: string; filter: unknown; filterSearch: Uint8Array | null }

/**
 * The filter of an export including its search text, in the form of `storedFilter`.
 * @throws DecryptionError
 */
export function openFilter(cipher: FieldCipher, { id, filter, filterSearch }: Stored): object {
  if (!filterSearch) return filter as object
  const search = cipher.decrypt(filterSearch, filterSearchPlace(id)).toString('utf8')
  return { ...(filter as object), search }
}
