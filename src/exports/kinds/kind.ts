// The interface of a kind of export. registry.ts lists the kinds.
import type { Prisma } from '../../generated/prisma/client.ts'
import type { ExportKind } from '../../generated/prisma/enums.ts'
import type { InvestorFilter } from '../../investors/filter.ts'
import type { FieldCipher } from '../../platform/encryption/field-encryption.ts'
import type { Column } from '../formats/format.ts'

/** Which rows an export holds. Empty: all rows of the account. Each kind lists the fields that it supports. */
export type ExportFilter = InvestorFilter & {
  /** The first and last day of payment, as `YYYY-MM-DD`. */
  paidFrom?: string | null | undefined
  paidTo?: string | null | undefined
}

export type FilterField = keyof ExportFilter

export type ExportColumn = Column & {
  sql: string
  /** Full Tax IDs and bank details. They are masked or absent everywhere except in exports. */
  sensitive: boolean
  /** Set where the column is encrypted. */
  sealed?: {
    /** SQL for the id of the row that the value is bound to. */
    boundTo: string
    /** @throws DecryptionError */
    open: (cipher: FieldCipher, boundTo: string, sealed: Uint8Array) => string
  }
}

export type Kind<Name extends ExportKind = ExportKind> = {
  name: Name
  /** The name for people, such as "Tax information". */
  title: string
  /** What a row is. */
  unit: 'investor' | 'distribution'
  /** A sentence that says what the file holds. */
  description: string
  /** In the order of the file, with the names of an import file. */
  columns: readonly ExportColumn[]
  /** The filter fields that the kind supports. Requests with other fields are refused. */
  filters: readonly FilterField[]
  /** The SQL after FROM. */
  from: string
  /** The SQL after WHERE. `cipher` lets the search find a whole Tax ID: owners of exports have Sensitive Data Access. */
  where: (accountId: string, filter: ExportFilter, cipher: FieldCipher) => Prisma.Sql
  /** The SQL after ORDER BY. Ties are sorted by `rowKey`. */
  orderBy: string
  /** SQL for the id of a row. */
  rowKey: string
}
