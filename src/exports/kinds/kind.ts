// What a kind of export is. registry.ts lists the kinds.
import type { Prisma } from '../../generated/prisma/client.ts'
import type { ExportKind } from '../../generated/prisma/enums.ts'
import type { InvestorFilter } from '../../investors/filter.ts'
import type { FieldCipher } from '../../platform/encryption/field-encryption.ts'
import type { Column } from '../formats/format.ts'

/** Which rows an export holds. Empty: all of the account. A kind lists the fields that it takes. */
export type ExportFilter = InvestorFilter & {
  /** The first and the last day of payment, as `YYYY-MM-DD`. */
  paidFrom?: string | null | undefined
  paidTo?: string | null | undefined
}

export type FilterField = keyof ExportFilter

export type ExportColumn = Column & {
  sql: string
  /** Full Tax IDs and bank details, which are masked or absent everywhere but in an export. */
  sensitive: boolean
  /** Set where the column is encrypted. */
  sealed?: {
    /** SQL of the id of the row that the value belongs to: the value is bound to it. */
    boundTo: string
    /** @throws DecryptionError */
    open: (cipher: FieldCipher, boundTo: string, sealed: Uint8Array) => string
  }
}

export type Kind<Name extends ExportKind = ExportKind> = {
  name: Name
  /** As people read it, such as "Tax information". */
  title: string
  /** What a row is. */
  unit: 'investor' | 'distribution'
  /** A sentence: what the file holds. */
  description: string
  /** In the order of the file, named as in an import file. */
  columns: readonly ExportColumn[]
  /** The filter fields that it takes. A request with another one is refused. */
  filters: readonly FilterField[]
  /** What follows FROM. */
  from: string
  /** What follows WHERE. `cipher` lets the search find a whole Tax ID: the owner of an export has Sensitive Data Access. */
  where: (accountId: string, filter: ExportFilter, cipher: FieldCipher) => Prisma.Sql
  /** What follows ORDER BY; rows that tie follow in the order of `rowKey`. */
  orderBy: string
  /** SQL of the id of a row. */
  rowKey: string
}
