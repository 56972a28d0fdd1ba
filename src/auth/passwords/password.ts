// Checking a member's password, and keeping its hash at today's cost.
import type { Db } from '../../platform/database/db.ts'
import type { Passwords } from '../../platform/encryption/passwords.ts'
import { maxCharacters } from './password-policy.ts'

/** Whether the password is the one that was hashed. What is too long for any password costs no work. */
export async function verifyPassword(
  { passwords }: { passwords: Passwords },
  passwordHash: string | null,
  password: string,
): Promise<boolean> {
  if ([...password].length > maxCharacters) return false
  return passwords.verify(passwordHash, password)
}

/**
 * Hashes a password anew when its hash was made with another cost than today's.
 * @returns the hash that stands for the password now.
 */
export async function rehashIfOutdated(
  { db, passwords }: { db: Db; passwords: Passwords },
  teamMemberId: string,
  passwordHash: string,
  password: string,
): Promise<string> {
  if (!passwords.isOutdated(passwordHash)) return passwordHash
  const renewed = await passwords.hash(password)
  // Only in the place of the hash that was looked at: a password changed meanwhile stays changed.
  const { count } = await db.teamMember.updateMany({
    where: { id: teamMemberId, passwordHash },
    data: { passwordHash: renewed },
  })
  return count === 1 ? renewed : passwordHash
}
