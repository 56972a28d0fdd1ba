// Passwords: argon2id with the parameters of the OWASP password storage cheat sheet (ASVS 11.4.2).
import { hash, needsRehash, verify } from 'argon2'
import pLimit from 'p-limit'
import type { DbOrTx } from '../../platform/database/db.ts'
import { maxCharacters } from './password-policy.ts'

const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/**
 * A hash keeps one of libuv's four threads busy for some 30 ms. At most two at a time, so that a burst of sign-ins
 * leaves threads for files, DNS and compression.
 */
const atMostTwo = pLimit(2)

/** The argon2id hash of a password, with its salt and parameters, as text. */
export const hashPassword = (password: string): Promise<string> => atMostTwo(() => hash(password, parameters))

/**
 * Whether the password is the one that was hashed. Without a hash (an unknown person, an invitation not yet
 * accepted) the same work is done for nothing, so that the time says nothing.
 */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  if ([...password].length > maxCharacters) return false
  const known = passwordHash ?? (await someHash())
  const matches = await atMostTwo(() => verify(known, password))
  return matches && passwordHash !== null
}

/**
 * Hashes a password anew when its hash was made with other parameters than today's.
 * @returns the hash that stands for the password now.
 */
export async function rehashIfOutdated(
  db: DbOrTx,
  teamMemberId: string,
  passwordHash: string,
  password: string,
): Promise<string> {
  if (!needsRehash(passwordHash, parameters)) return passwordHash
  const renewed = await hashPassword(password)
  // Only in the place of the hash that was looked at: a password changed meanwhile stays changed.
  const { count } = await db.teamMember.updateMany({
    where: { id: teamMemberId, passwordHash },
    data: { passwordHash: renewed },
  })
  return count === 1 ? renewed : passwordHash
}

let made: Promise<string> | undefined
const someHash = () => {
  made ??= hashPassword('the password of nobody')
  return made
}
