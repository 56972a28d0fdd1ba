// Checks a member's password, and keeps its hash at the current cost.
import type { Db } from '../../platform/database/db.ts'
import type { Passwords } from '../../platform/encryption/passwords.ts'
import { maxCharacters } from './password-policy.ts'

/** Whether the password matches the hash. A text that is too long for a password is not hashed. */
export async function verifyPassword(
  { passwords }: { passwords: Passwords },
  passwordHash: string | null,
  password: string,
): Promise<boolean> {
  if ([...password].length > maxCharacters) return false
  return passwords.verify(passwordHash, password)
}

/**
 * Hashes a password again when its hash has an outdated cost.
 * @returns the hash that is stored now.
 */
export async function rehashIfOutdated(
  { db, passwords }: { db: Db; passwords: Passwords },
  teamMemberId: string,
  passwordHash: string,
  password: string,
): Promise<string> {
  if (!passwords.isOutdated(passwordHash)) return passwordHash
  const renewed = await passwords.hash(password)
  // Replaces only the given hash: a password that changed meanwhile stays.
  const { count } = await db.teamMember.updateMany({
    where: { id: teamMemberId, passwordHash },
    data: { passwordHash: renewed },
  })
  return count === 1 ? renewed : passwordHash
}
