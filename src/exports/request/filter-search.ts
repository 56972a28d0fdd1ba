// The search text of an export's filter. It may be a tax id, so it is kept encrypted, apart from the rest of the filter.
import type { FieldCipher } from '../../platform/encryption/field-encryption.ts'
import type { SealedPlace } from '../../platform/encryption/sealed-columns.ts'

/** What the encrypted text is bound to. */
export const filterSearchPlace = (exportId: string): SealedPlace => `export.filter_search:${exportId}`

type Stored = { id: string; filter: unknown; filterSearch: Uint8Array | null }

/**
 * The whole filter of an export, as it was before its search text was put apart.
 * @throws DecryptionError
 */
export function openFilter(cipher: FieldCipher, { id, filter, filterSearch }: Stored): object {
  if (!filterSearch) return filter as object
  const search = cipher.decrypt(filterSearch, filterSearchPlace(id)).toString('utf8')
  return { ...(filter as object), search }
}
