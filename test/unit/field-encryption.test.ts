import { beforeAll, describe, expect, it } from 'vitest'
import {
  createFieldCipher,
  DecryptionError,
  type Sealer,
  sealedPrefix,
} from '../../src/platform/encryption/field-encryption.ts'
import type { IndexPlace } from '../../src/platform/encryption/sealed-columns.ts'
import { createSealer } from '../support/sealer.ts'

const cipher = createFieldCipher(Buffer.alloc(32, 1))
const seal = await createSealer(cipher)
const place = 'investor.tax_id:1'
const overheadBytes = 1 + 8 + 24 + 16

describe('createFieldCipher', () => {
  it.each([
    ['nothing', ''],
    ['a digit', '0'],
    ['a tax id', '000-12-3456'],
    ['Unicode', 'Ünïcode 😀'],
    ['100,000 characters', 'x'.repeat(100_000)],
  ])('opens what it sealed: %s', (_what, text) => {
    const sealed = seal(text, place)
    expect(sealed).toHaveLength(overheadBytes + Buffer.byteLength(text))
    expect(cipher.decrypt(sealed, place).toString('utf8')).toBe(text)
  })

  it('seals bytes as they are', () => {
    const bytes = Buffer.from([0, 255, 0, 128])
    expect(cipher.decrypt(seal(bytes, place), place)).toEqual(bytes)
  })

  it('opens what the database gives back, a view into a larger buffer', () => {
    const sealed = seal('000-12-3456', place)
    const larger = Buffer.concat([Buffer.alloc(7), sealed, Buffer.alloc(9)])
    const view = new Uint8Array(larger.buffer, larger.byteOffset + 7, sealed.length)
    expect(cipher.decrypt(view, place).toString()).toBe('000-12-3456')
  })

  it('seals the same value differently each time, and shows nothing of it', () => {
    const sealed = Array.from({ length: 100 }, () => seal('000-12-3456', place).toString('latin1'))
    expect(new Set(sealed).size).toBe(100)
    expect(sealed.some((text) => text.includes('3456'))).toBe(false)
  })

  it('refuses a value of which any one bit of any byte is changed', () => {
    const sealed = seal('000-12-3456', place)
    for (let at = 0; at < sealed.length; at++) {
      for (const bit of [0x01, 0x80]) {
        const changed = Buffer.from(sealed)
        changed[at] = (changed[at] as number) ^ bit
        expect(() => cipher.decrypt(changed, place)).toThrow(DecryptionError)
      }
    }
  })

  it('refuses a value that was cut or goes on', () => {
    const sealed = seal('000-12-3456', place)
    for (let length = 0; length < sealed.length; length++) {
      expect(() => cipher.decrypt(sealed.subarray(0, length), place)).toThrow(DecryptionError)
    }
    expect(() => cipher.decrypt(Buffer.concat([sealed, Buffer.alloc(1)]), place)).toThrow(DecryptionError)
  })

  it('refuses the value of another row or column, and names the place alone', () => {
    const sealed = seal('000-12-3456', place)
    for (const other of [
      'investor.tax_id:2',
      'investor.bank_account_number:1',
      'export.file_key:1',
    ] as const) {
      expect(() => cipher.decrypt(sealed, other)).toThrow(new DecryptionError(other))
    }
  })
})

describe('the keys', () => {
  const [oldKey, newKey] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
  const later = createFieldCipher(newKey, [oldKey])
  let sealLater: Sealer
  beforeAll(async () => {
    sealLater = await createSealer(later)
  })
  const flip = (sealed: Buffer, from: string, to: string) => {
    const text = sealed.toString('hex')
    expect(text.startsWith(`02${from}`)).toBe(true)
    return Buffer.from(text.replace(from, to), 'hex')
  }

  it('the newest encrypts, the others only decrypt', () => {
    expect([later.keyId, later.otherKeyIds]).toEqual([createFieldCipher(newKey).keyId, [cipher.keyId]])
    expect(later.decrypt(seal('000-12-3456', place), place).toString()).toBe('000-12-3456')
    const sealed = sealLater('000-12-3456', place)
    const prefix = sealedPrefix(later.keyId)
    expect(sealed.subarray(0, prefix.length)).toEqual(prefix)
    expect(createFieldCipher(newKey).decrypt(sealed, place).toString()).toBe('000-12-3456')
  })

  it('one that is not there is named, and nothing else is', () => {
    const error = new DecryptionError(place, later.keyId)
    expect(error.message).toBe(
      `The encrypted value of investor.tax_id:1 is under the key ${later.keyId}, which is neither ENCRYPTION_KEY nor among DECRYPTION_KEYS`,
    )
    expect(() => cipher.decrypt(sealLater('000-12-3456', place), place)).toThrow(error)
  })

  it('a value that is made to name another one does not open', () => {
    const renamed = flip(seal('000-12-3456', place), cipher.keyId, later.keyId)
    expect(() => later.decrypt(renamed, place)).toThrow(new DecryptionError(place))
  })

  it('the same key twice is one', () => {
    expect(createFieldCipher(oldKey, [oldKey]).otherKeyIds).toEqual([])
  })

  // Written down: whoever changes how keys are derived or values laid out loses what is stored.
  it('values from before there were key ids open, whichever key they are under', () => {
    const sealed = Buffer.from(
      '01da5c0f8e0a54b4fb4bc39aa78721d274385dd4a3527470962648cfebfcfd21da80be631c0b2f649427e059d10fcaab11a4e437',
      'hex',
    )
    for (const one of [cipher, later]) expect(one.decrypt(sealed, place).toString()).toBe('000-12-3456')
    expect(() => createFieldCipher(newKey).decrypt(sealed, place)).toThrow(new DecryptionError(place))
    expect(() => cipher.decrypt(sealed, 'investor.tax_id:2')).toThrow(DecryptionError)
    expect(() => cipher.decrypt(sealed.subarray(0, 40), place)).toThrow(DecryptionError)
  })

  it('values and blind indexes of today open tomorrow', () => {
    const sealed = Buffer.from(
      '02eb0a6a30e39167a9a834297ed9a5d0c93df07bd0db3ad06feda89d89a839b012835343731fd28218addbb0b8febf0a1a58249e7b084d1565e8c92c',
      'hex',
    )
    expect(cipher.decrypt(sealed, place).toString()).toBe('000-12-3456')
    expect(cipher.digest('000123456', 'investor.tax_id_index:1').toString('hex')).toBe(
      'e9424013afc5c129e64154264e499432',
    )
  })
})

describe('a blind index', () => {
  const indexPlace = 'investor.tax_id_index:account-1'

  it('is the same for the same text, and another for any other text, place or key', () => {
    const digest = cipher.digest('000123456', indexPlace)
    expect(cipher.digest('000123456', indexPlace)).toEqual(digest)
    const others = [
      cipher.digest('000123457', indexPlace),
      cipher.digest('', indexPlace),
      cipher.digest('000123456', 'investor.tax_id_index:account-2'),
      cipher.digest('000123456', 'investor.other_index:account-1' as IndexPlace),
      createFieldCipher(Buffer.alloc(32, 2)).digest('000123456', indexPlace),
    ]
    expect(new Set([digest, ...others].map((value) => value.toString('hex'))).size).toBe(6)
    expect(digest).toHaveLength(16)
  })

  it('can be had under each key, the newest first', () => {
    const later = createFieldCipher(Buffer.alloc(32, 2), [Buffer.alloc(32, 1)])
    expect(later.digests('000123456', indexPlace)).toEqual([
      later.digest('000123456', indexPlace),
      cipher.digest('000123456', indexPlace),
    ])
  })
})
