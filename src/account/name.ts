// The names of accounts and their members.

export const maxNameCharacters = 200

/** Control characters and unpaired surrogates. The database rejects NUL, and mail headers reject line breaks. */
const unprintable = /[\p{Cc}\p{Cs}]/u

/** @returns the name as stored, or null when the text is not a valid name. */
export function parseName(text: string): string | null {
  const name = text.trim()
  const characters = [...name].length
  return characters >= 1 && characters <= maxNameCharacters && !unprintable.test(name) ? name : null
}
