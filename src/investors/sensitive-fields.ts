// The one place that knows how an investor's sensitive values are stored: encrypted and bound to their row and column. The
// last characters are stored beside them, to show them masked; and a blind index finds a Tax ID.
import type { FieldCipher, Place } from '../platform/encryption/field-encryption.ts'
import type { SealedTable } from '../platform/encryption/reseal.ts'
import { indexTaxId } from './tax-id-index.ts'

/** An investor's sensitive values in plain text. */
type SensitiveFields = { taxId: string | null; bankAccountNumber: string | null }

type SealedFields = {
  taxId: Buffer<ArrayBuffer> | null
  taxIdLast4: string | null
  taxIdIndex: Buffer<ArrayBuffer> | null
  bankAccountNumber: Buffer<ArrayBuffer> | null
  bankAccountLast4: string | null
}

/** An investor's sensitive values as they are stored. */
export function sealInvestorFields(
  cipher: FieldCipher,
  { id: investorId, accountId }: { id: string; accountId: string },
  { taxId, bankAccountNumber }: SensitiveFields,
): SealedFields {
  return {
    taxId: taxId === null ? null : cipher.encrypt(taxId, taxIdOf(investorId)),
    taxIdLast4: taxId === null ? null : lastCharacters(taxId),
    taxIdIndex: taxId === null ? null : indexTaxId(cipher, accountId, taxId),
    bankAccountNumber:
      bankAccountNumber === null ? null : cipher.encrypt(bankAccountNumber, bankAccountNumberOf(investorId)),
    bankAccountLast4: bankAccountNumber === null ? null : lastCharacters(bankAccountNumber),
  }
}

/** @throws DecryptionError when the bytes are not this investor's Tax ID. */
export const openTaxId = (cipher: FieldCipher, investorId: string, bytes: Uint8Array): string =>
  cipher.decrypt(bytes, taxIdOf(investorId)).toString('utf8')

/** @throws DecryptionError when the bytes are not this investor's bank account number. */
export const openBankAccountNumber = (cipher: FieldCipher, investorId: string, bytes: Uint8Array): string =>
  cipher.decrypt(bytes, bankAccountNumberOf(investorId)).toString('utf8')

/** `•••• 1234`, or null where there is no value. */
export const mask = (last4: string | null): string | null => (last4 === null ? null : `•••• ${last4}`)

const taxIdOf = (investorId: string): Place => `investor.tax_id:${investorId}`
const bankAccountNumberOf = (investorId: string): Place => `investor.bank_account_number:${investorId}`

/** What is encrypted of investors. */
export const sealedInvestors: SealedTable = {
  name: 'investor',
  rowsAtOnce: 500,
  columns: {
    tax_id: ({ id }) => taxIdOf(id),
    bank_account_number: ({ id }) => bankAccountNumberOf(id),
  },
  indexes: {
    tax_id_index: {
      of: 'tax_id',
      compute: (cipher, { account_id }, taxId) => indexTaxId(cipher, account_id, taxId),
    },
  },
}

/** The last four characters, but half at most: four would reveal nearly all of a short value. */
function lastCharacters(value: string): string {
  const shown = Math.min(4, Math.floor(value.length / 2))
  return value.slice(value.length - shown)
}
