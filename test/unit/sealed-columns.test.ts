// Only a transaction that holds the key can encrypt, and only a listed column.
import { expect, it } from 'vitest'
import type { Db } from '../../src/platform/database/db.ts'
import * as encryption from '../../src/platform/encryption/field-encryption.ts'
import { createFieldCipher, holdKey } from '../../src/platform/encryption/field-encryption.ts'
import type { IndexPlace, SealedPlace } from '../../src/platform/encryption/sealed-columns.ts'
import { createSealer } from '../support/sealer.ts'

const cipher = createFieldCipher(Buffer.alloc(32, 1))

it('a cipher decrypts and digests, and cannot encrypt', () => {
  // @ts-expect-error: there is no such function.
  expect(cipher.encrypt).toBeUndefined()
  expect(Object.keys(cipher).sort()).toEqual(['decrypt', 'digest', 'digests', 'keyId', 'otherKeyIds'])
  // What can give a sealer is listed here. Add to it only what holds the key in a transaction.
  expect(Object.keys(encryption).sort()).toEqual([
    'DecryptionError',
    'createFieldCipher',
    'holdKey',
    'holdKeyOn',
    'sealedPrefix',
  ])
})

it('a copy of a cipher gives no sealer', async () => {
  await expect(createSealer({ ...cipher })).rejects.toThrow('was not made by createFieldCipher')
})

it('places and transactions that are none do not compile', () => {
  const mistakes = (db: Db) => [
    // @ts-expect-error: the column is not listed.
    'investor.name:1' satisfies SealedPlace,
    // @ts-expect-error: the table is not listed.
    'team_member.tax_id:1' satisfies SealedPlace,
    // @ts-expect-error: a place says which row.
    'investor.tax_id' satisfies SealedPlace,
    // @ts-expect-error: a blind index is computed, not encrypted.
    'investor.tax_id_index:1' satisfies SealedPlace,
    // @ts-expect-error: this column has no blind index.
    'investor.bank_account_number_index:1' satisfies IndexPlace,
    // @ts-expect-error: the database is not a transaction.
    holdKey(db, cipher),
  ]
  expect(mistakes).toBeTypeOf('function')
})
