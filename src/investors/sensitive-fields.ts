// How an investor's sensitive values are stored: encrypted, and bound to their row and column. The last characters are
// stored next to them for masked display. A blind index finds a Tax ID.
import type { FieldCipher, Sealer } from '../platform/encryption/field-encryption.ts'
import type { SealedPlace } from '../platform/encryption/sealed-columns.ts'
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

/** Encrypts an investor's sensitive values, in their stored form. */
export function sealInvestorFields(
  { cipher, seal }: { cipher: FieldCipher; seal: Sealer },
  { id: investorId, accountId }: { id: string; accountId: string },
  { taxId, bankAccountNumber }: SensitiveFields,
): SealedFields {
  return {
    taxId: taxId === null ? null : seal(taxId, taxIdOf(investorId)),
    taxIdLast4: taxId === null ? null : lastCharacters(taxId),
    taxIdIndex: taxId === null ? null : indexTaxId(cipher, accountId, taxId),
    bankAccountNumber:
      bankAccountNumber === null ? null : seal(bankAccountNumber, bankAccountNumberOf(investorId)),
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

const taxIdOf = (investorId: string): SealedPlace => `investor.tax_id:${investorId}`
const bankAccountNumberOf = (investorId: string): SealedPlace => `investor.bank_account_number:${investorId}`

/** The last four characters, but at most half: four would reveal nearly all of a short value. */
function lastCharacters(value: string): string {
  const shown = Math.min(4, Math.floor(value.length / 2))
  return value.slice(value.length - shown)
}
