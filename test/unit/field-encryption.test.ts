import { describe, expect, it } from 'vitest'
import { createFieldCipher, DecryptionError } from '../../src/platform/field-encryption.ts'

const cipher = createFieldCipher(Buffer.alloc(32, 1))
const place = 'investor.tax_id:1'
const overheadBytes = 1 + 24 + 16

describe('createFieldCipher', () => {
  it.each([
    ['nothing', ''],
    ['a digit', '0'],
    ['a tax id', '000-12-3456'],
    ['Unicode', 'Ünïcode 😀'],
    ['100,000 characters', 'x'.repeat(100_000)],
  ])('opens what it sealed: %s', (_what, text) => {
    const sealed = cipher.encrypt(text, place)
    expect(sealed).toHaveLength(overheadBytes + Buffer.byteLength(text))
    expect(cipher.decrypt(sealed, place).toString('utf8')).toBe(text)
  })

  it('seals bytes as they are', () => {
    const bytes = Buffer.from([0, 255, 0, 128])
    expect(cipher.decrypt(cipher.encrypt(bytes, place), place)).toEqual(bytes)
  })

  it('opens what the database gives back, a view into a larger buffer', () => {
    const sealed = cipher.encrypt('000-12-3456', place)
    const larger = Buffer.concat([Buffer.alloc(7), sealed, Buffer.alloc(9)])
    const view = new Uint8Array(larger.buffer, larger.byteOffset + 7, sealed.length)
    expect(cipher.decrypt(view, place).toString()).toBe('000-12-3456')
  })

  it('seals the same value differently each time, and shows nothing of it', () => {
    const sealed = Array.from({ length: 100 }, () => cipher.encrypt('000-12-3456', place).toString('latin1'))
    expect(new Set(sealed).size).toBe(100)
    expect(sealed.some((text) => text.includes('3456'))).toBe(false)
  })

  it('refuses a value of which any one bit of any byte is changed', () => {
    const sealed = cipher.encrypt('000-12-3456', place)
    for (let at = 0; at < sealed.length; at++) {
      for (const bit of [0x01, 0x80]) {
        const changed = Buffer.from(sealed)
        changed[at] = (changed[at] as number) ^ bit
        expect(() => cipher.decrypt(changed, place)).toThrow(DecryptionError)
      }
    }
  })

  it('refuses a value that was cut or goes on', () => {
    const sealed = cipher.encrypt('000-12-3456', place)
    for (let length = 0; length < sealed.length; length++) {
      expect(() => cipher.decrypt(sealed.subarray(0, length), place)).toThrow(DecryptionError)
    }
    expect(() => cipher.decrypt(Buffer.concat([sealed, Buffer.alloc(1)]), place)).toThrow(DecryptionError)
  })

  it('refuses the value of another row or column, and names the place alone', () => {
    const sealed = cipher.encrypt('000-12-3456', place)
    for (const other of ['investor.tax_id:2', 'investor.bank_account_number:1', '']) {
      expect(() => cipher.decrypt(sealed, other)).toThrow(new DecryptionError(other))
    }
  })

  it('refuses a value of another key', () => {
    const other = createFieldCipher(Buffer.alloc(32, 2))
    expect(() => other.decrypt(cipher.encrypt('000-12-3456', place), place)).toThrow(DecryptionError)
  })
})
