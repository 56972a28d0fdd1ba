import type { SealedTable } from '../platform/encryption/reseal.ts'
import { filterSearchPlace } from './request/filter-search.ts'
import { fileKeyPlace } from './stored-file.ts'

/** What is encrypted of exports: the keys of their files, and the search texts of their filters. */
export const sealedExports: SealedTable = {
  name: 'export',
  // A member's exports are revoked all at once, in no order: two statements over several rows would wait in a circle.
  rowsAtOnce: 1,
  columns: {
    file_key: ({ id }) => fileKeyPlace(id),
    filter_search: ({ id }) => filterSearchPlace(id),
  },
  indexes: {},
}
