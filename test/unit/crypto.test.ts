import { describe, expect, it } from 'vitest'
import {
  createCode,
  createToken,
  hashCode,
  hashesMatch,
  hashToken,
} from '../../src/platform/encryption/crypto.ts'

describe('a code', () => {
  const codes = Array.from({ length: 20_000 }, createCode)

  it('is six digits, leading zeros included', () => {
    expect(codes.filter((code) => !/^\d{6}$/.test(code))).toEqual([])
    expect(codes.some((code) => code.startsWith('0'))).toBe(true)
  })

  it('has every digit in every place', () => {
    for (const place of [0, 1, 2, 3, 4, 5]) {
      expect(new Set(codes.map((code) => code[place])).size).toBe(10)
    }
  })
})

describe('the hash of a code', () => {
  const key = Buffer.alloc(32, 1)
  const hash = hashCode(key, 'challenge-1', '012345')

  it('is the same for the same code of the same challenge', () => {
    expect(hash).toHaveLength(32)
    expect(hashCode(key, 'challenge-1', '012345')).toEqual(hash)
  })

  it.each([
    ['challenge', hashCode(key, 'challenge-2', '012345')],
    ['code', hashCode(key, 'challenge-1', '012346')],
    ['code without its zero', hashCode(key, 'challenge-1', '12345')],
    ['key', hashCode(Buffer.alloc(32, 2), 'challenge-1', '012345')],
  ])('differs for another %s', (_what, other) => {
    expect(hashesMatch(hash, other)).toBe(false)
  })
})

describe('a token', () => {
  it('is 32 random bytes in base64url', () => {
    const tokens = Array.from({ length: 1_000 }, createToken)
    expect(tokens.filter((token) => !/^[\w-]{43}$/.test(token))).toEqual([])
    expect(Buffer.from(tokens[0] as string, 'base64url')).toHaveLength(32)
    expect(new Set(tokens).size).toBe(1_000)
  })

  it('is stored as its SHA-256', () => {
    // FIPS 180-2, appendix B.1.
    expect(hashToken('abc').toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
  })
})

describe('hashesMatch', () => {
  it('compares, and takes hashes of different lengths for different', () => {
    expect(hashesMatch(Buffer.from([1, 2]), Buffer.from([1, 2]))).toBe(true)
    expect(hashesMatch(Buffer.from([1, 2]), Buffer.from([1, 3]))).toBe(false)
    expect(hashesMatch(Buffer.from([1, 2]), Buffer.from([1, 2, 3]))).toBe(false)
    expect(hashesMatch(Buffer.from([]), Buffer.from([1]))).toBe(false)
  })
})
