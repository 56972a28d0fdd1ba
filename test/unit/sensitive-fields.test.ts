import { expect, test } from 'vitest'
import {
  mask,
  openBankAccountNumber,
  openTaxId,
  sealInvestorFields,
} from '../../src/investors/sensitive-fields.ts'
import { indexSearchedTaxId } from '../../src/investors/tax-id-index.ts'
import { createFieldCipher, DecryptionError } from '../../src/platform/encryption/field-encryption.ts'
import { createSealer } from '../support/sealer.ts'

const cipher = createFieldCipher(Buffer.alloc(32, 1))
const encryption = { cipher, seal: await createSealer(cipher) }
const seal = (taxId: string | null, bankAccountNumber: string | null) =>
  sealInvestorFields(encryption, { id: 'investor-1', accountId: 'account-1' }, { taxId, bankAccountNumber })

test('opens what it sealed, leading zeros included', () => {
  const sealed = seal('000-12-3456', '0004471920')
  expect(openTaxId(cipher, 'investor-1', sealed.taxId as Buffer)).toBe('000-12-3456')
  expect(openBankAccountNumber(cipher, 'investor-1', sealed.bankAccountNumber as Buffer)).toBe('0004471920')
})

test('a value does not open in another row or column', () => {
  const { taxId } = seal('000-12-3456', null)
  expect(() => openTaxId(cipher, 'investor-2', taxId as Buffer)).toThrow(DecryptionError)
  expect(() => openBankAccountNumber(cipher, 'investor-1', taxId as Buffer)).toThrow(DecryptionError)
})

test('nothing stays nothing', () => {
  expect(seal(null, null)).toEqual({
    taxId: null,
    taxIdLast4: null,
    taxIdIndex: null,
    bankAccountNumber: null,
    bankAccountLast4: null,
  })
})

test.each([
  ['0004471920', '1920'],
  ['12345678', '5678'],
  ['123456', '456'],
  ['12345', '45'],
  ['1234', '34'],
])('of the account number %s it shows %s: four characters, and never more than half', (number, shown) => {
  expect(seal(null, number).bankAccountLast4).toBe(shown)
})

test('masks', () => {
  expect(mask('1234')).toBe('•••• 1234')
  expect(mask(null)).toBeNull()
})

const indexed = (accountId: string, taxId: string) =>
  sealInvestorFields(encryption, { id: 'investor-1', accountId }, { taxId, bankAccountNumber: null })
    .taxIdIndex

test('a tax id is found however it is written, and in its own account alone', () => {
  const index = indexed('account-1', '000-12-3456')
  for (const search of ['000-12-3456', '000123456', ' 000 12 3456 ', '00-0123456']) {
    expect(indexSearchedTaxId(cipher, 'account-1', search)).toEqual([index])
  }
  expect(indexed('account-2', '000-12-3456')).not.toEqual(index)
  for (const search of ['000-12-345', '3456', '000-12-34567']) {
    expect(indexSearchedTaxId(cipher, 'account-1', search)).not.toContainEqual(index)
  }
  for (const search of ['', '---', '%']) expect(indexSearchedTaxId(cipher, 'account-1', search)).toEqual([])
})

test('a tax id is looked for under every key', () => {
  const later = createFieldCipher(Buffer.alloc(32, 2), [Buffer.alloc(32, 1)])
  expect(indexSearchedTaxId(later, 'account-1', '000123456')).toHaveLength(2)
  expect(indexSearchedTaxId(later, 'account-1', '000123456')).toContainEqual(
    indexed('account-1', '000-12-3456'),
  )
})
