// The names of accounts and their members.

export const maxNameCharacters = 200

/** Control characters and halves of characters: the database takes no NUL, and mail headers take no line breaks. */
const unprintable = /[\p{Cc}\p{Cs}]/u

/** The name as it is stored, or null when it cannot be one. */
export function parseName(text: string): string | null {
  const name = text.trim()
  const characters = [...name].length
  return characters >= 1 && characters <= maxNameCharacters && !unprintable.test(name) ? name : null
}
