import { describe, expect, it } from 'vitest'
import { normalizeEmail } from '../../src/auth/email/email-address.ts'
import { verifyPassword } from '../../src/auth/passwords/password.ts'
import { maskEmail } from '../../src/auth/sign-in/issue-challenge.ts'
import { createPasswords } from '../../src/platform/encryption/passwords.ts'

const services = { passwords: createPasswords() }

describe('passwords', () => {
  it('are hashed with argon2id and the parameters of OWASP, with a salt of their own', async () => {
    const hashes = await Promise.all([
      services.passwords.hash('violet-harbor'),
      services.passwords.hash('violet-harbor'),
    ])
    for (const hash of hashes) {
      const [, kind, version, parameters = ''] = hash.split('$')
      expect([kind, version]).toEqual(['argon2id', 'v=19'])
      expect(parameters.split(',').sort()).toEqual(['m=19456', 'p=1', 't=2'])
    }
    expect(hashes[0]).not.toBe(hashes[1])
  })

  it.each([
    ['ordinary', 'violet-harbor'],
    ['with space around it', ' violet-harbor '],
    ['of 128 characters', 'x'.repeat(128)],
    ['in any script', 'Pässwörd 😀 密码'],
    ['with a NUL', 'a\0b'],
  ])('are taken whole: one %s', async (_what, password) => {
    const hash = await services.passwords.hash(password)
    expect(await verifyPassword(services, hash, password)).toBe(true)
    const others = [`${password} `, password.slice(0, -1), password.toUpperCase(), password.trim()]
    for (const other of others.filter((each) => each !== password)) {
      expect(await verifyPassword(services, hash, other)).toBe(false)
    }
  })

  it('of 129 characters are refused before any work is done on them', async () => {
    // Looking at this hash would throw.
    await expect(verifyPassword(services, 'no hash', 'x'.repeat(128))).rejects.toThrow()
    expect(await verifyPassword(services, 'no hash', 'x'.repeat(129))).toBe(false)
    expect(await verifyPassword(services, null, 'x'.repeat(129))).toBe(false)
  })

  it('of nobody never match', async () => {
    expect(await verifyPassword(services, null, 'the password of nobody')).toBe(false)
  })
})

describe('email addresses', () => {
  it('are compared without regard to case or surrounding space', () => {
    expect(normalizeEmail(' Owner@SummitRidge.Example\n')).toBe('owner@summitridge.example')
  })

  it.each([
    ['jane@example.com', 'j•••@example.com'],
    ['j@example.com', 'j•••@example.com'],
  ])('show of %s only %s', (email, masked) => {
    expect(maskEmail(email)).toBe(masked)
  })
})
