import { createPasswords } from '../../src/platform/encryption/passwords.ts'

/** The least that argon2 takes: tests hash thousands of passwords. Those about passwords themselves use `fullCost`. */
export const testPasswordCost = { memoryCost: 8, timeCost: 1, parallelism: 1 }

export const testPasswords = createPasswords(testPasswordCost)
