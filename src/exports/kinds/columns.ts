// What each kind of export holds: its columns, in their order, named as in an import file, and where they come from.
import type { ExportKind } from '../../generated/prisma/enums.ts'
import { openBankAccountNumber, openTaxId } from '../../investors/sensitive-fields.ts'
import type { FieldCipher } from '../../platform/encryption/field-encryption.ts'
import type { Column } from '../formats/format.ts'

/** `i` is the investor and `d` the distribution of the row. */
export type ExportColumn = Column & {
  sql: string
  /** Of an encrypted column: opens the value of an investor. */
  open?: (cipher: FieldCipher, investorId: string, sealed: Uint8Array) => string
}

const ofInvestor = (name: string): ExportColumn => ({ name, type: 'text', sql: `i.${name}` })
const ofDistribution = (name: string): ExportColumn => ({ name, type: 'text', sql: `d.${name}` })

const who = ['external_id', 'name', 'email', 'profile_type'].map(ofInvestor)
const tax: ExportColumn[] = [ofInvestor('address'), { ...ofInvestor('tax_id'), open: openTaxId }]
const banking: ExportColumn[] = [
  ...['bank_name', 'bank_account_type', 'bank_routing_number'].map(ofInvestor),
  { ...ofInvestor('bank_account_number'), open: openBankAccountNumber },
]
const payment: ExportColumn[] = [
  { name: 'paid_on', type: 'date', sql: `to_char(d.paid_on, 'YYYY-MM-DD')` },
  { name: 'amount', type: 'amount', sql: 'd.amount::text' },
  ...['currency', 'type', 'investment', 'reference'].map(ofDistribution),
]

export const exportColumns: Record<ExportKind, ExportColumn[]> = {
  TAX_INFORMATION: [...who, ...tax],
  BANKING_INFORMATION: [...who, ...banking],
  BANKING_AND_TAX_INFORMATION: [...who, ...tax, ...banking],
  DISTRIBUTIONS: [...who, ...payment, ...banking],
}
