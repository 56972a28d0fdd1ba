// Text in a workbook. XML 1.0 forbids most control characters and unpaired surrogates, and readers turn a carriage return
// into a line feed. SpreadsheetML escapes these characters as `_xHHHH_` (ECMA-376, ST_Xstring). An underscore that would
// begin such an escape is escaped too, so readers get every value unchanged.

const special = /[&<>\p{Cs}\ufffe\uffff]|[\p{Cc}--[\t\n]]|_(?=x[0-9A-Fa-f]{4})/v
const eachSpecial = new RegExp(special, 'gv')

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

const escapeCharacter = (character: string): string =>
  entities[character] ?? `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`

/** Text for the content of a `<t>`. */
export const escapeXml = (text: string): string =>
  special.test(text) ? text.replace(eachSpecial, escapeCharacter) : text
