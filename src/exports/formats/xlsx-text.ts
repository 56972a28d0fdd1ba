// Text in a workbook. XML 1.0 has no place for most control characters and for half of a surrogate pair, and would turn
// a carriage return into a line feed. SpreadsheetML writes such a character as `_xHHHH_` (ECMA-376, ST_Xstring), and
// every reader turns it back. What looks like the beginning of such an escape has its own underscore escaped, so that
// every value comes back as it was.

const special = /[&<>\p{Cs}\ufffe\uffff]|[\p{Cc}--[\t\n]]|_(?=x[0-9A-Fa-f]{4})/v
const eachSpecial = new RegExp(special, 'gv')

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

const escapeCharacter = (character: string): string =>
  entities[character] ?? `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`

/** Text as the content of a `<t>`. */
export const escapeXml = (text: string): string =>
  special.test(text) ? text.replace(eachSpecial, escapeCharacter) : text
