// What each kind of export holds: its columns, in their order, named as in an import file.
import type { ExportKind } from '../generated/prisma/enums.ts'
import { openBankAccountNumber, openTaxId } from '../investors/sensitive-fields.ts'
import type { FieldCipher } from '../platform/field-encryption.ts'

/** An investor as the export's query selects it. */
export type InvestorRow = {
  id: string
  external_id: string | null
  name: string
  email: string | null
  profile_type: string
  address: string | null
  tax_id: Buffer | null
  bank_name: string | null
  bank_account_type: string | null
  bank_routing_number: string | null
  bank_account_number: Buffer | null
}

type Column = { name: keyof InvestorRow; read: (row: InvestorRow, cipher: FieldCipher) => string | null }

const plain = (name: Exclude<keyof InvestorRow, 'tax_id' | 'bank_account_number'>): Column => ({
  name,
  read: (row) => row[name],
})

const who = [plain('external_id'), plain('name'), plain('email'), plain('profile_type')]
const tax: Column[] = [
  plain('address'),
  { name: 'tax_id', read: (row, cipher) => row.tax_id && openTaxId(cipher, row.id, row.tax_id) },
]
const banking: Column[] = [
  plain('bank_name'),
  plain('bank_account_type'),
  plain('bank_routing_number'),
  {
    name: 'bank_account_number',
    read: (row, cipher) =>
      row.bank_account_number && openBankAccountNumber(cipher, row.id, row.bank_account_number),
  },
]

export const exportColumns: Record<ExportKind, Column[]> = {
  TAX_INFORMATION: [...who, ...tax],
  BANKING_INFORMATION: [...who, ...banking],
  BANKING_AND_TAX_INFORMATION: [...who, ...tax, ...banking],
}
