// Passwords: argon2id with the parameters of the OWASP password storage cheat sheet (ASVS 11.4.2).
import { hash, needsRehash, verify } from 'argon2'
import pLimit from 'p-limit'

export type PasswordCost = { memoryCost: number; timeCost: number; parallelism: number }

/** The cost in every installation. Only tests use another one. */
export const fullCost: PasswordCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export type Passwords = {
  /** The argon2id hash of a password, with its salt and cost, as text. */
  hash(password: string): Promise<string>
  /**
   * Whether the password matches the hash. Without a hash (an unknown person, an invitation that was not accepted), it does
   * the same work anyway, so that the time reveals nothing.
   */
  verify(passwordHash: string | null, password: string): Promise<boolean>
  /** Whether the hash has an outdated cost. */
  isOutdated(passwordHash: string): boolean
}

/**
 * A hash occupies one of libuv's four threads for about 30 ms. At most two run at a time, so that a burst of sign-ins
 * leaves threads for files, DNS and compression.
 */
const atMostTwo = pLimit(2)

export function createPasswords(cost: PasswordCost = fullCost): Passwords {
  const hashPassword = (password: string) => atMostTwo(() => hash(password, cost))
  let made: Promise<string> | undefined
  const someHash = () => {
    made ??= hashPassword('the password of nobody')
    return made
  }
  return {
    hash: hashPassword,
    async verify(passwordHash, password) {
      const known = passwordHash ?? (await someHash())
      const matches = await atMostTwo(() => verify(known, password))
      return matches && passwordHash !== null
    },
    isOutdated: (passwordHash) => needsRehash(passwordHash, cost),
  }
}
