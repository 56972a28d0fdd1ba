// JSON Lines in UTF-8: one object a line, all with the same names. Every value is a string or null: as numbers, ids would
// lose leading zeros, and large amounts would lose cents in readers that use doubles.
import { encodeRows } from './encode-rows.ts'
import type { Column, FileFormat, Row } from './format.ts'

export const jsonl: FileFormat = {
  contentType: 'application/jsonl; charset=utf-8',
  extension: 'jsonl',
  compressed: false,
  async *write(columns, batches) {
    const openings = columns.map(({ name }: Column, index) => `${index ? ',' : '{'}${JSON.stringify(name)}:`)
    for await (const rows of batches) yield* encodeRows(rows, (row) => formatLine(openings, row))
  },
}

/** JSON allows these characters in a string, but some readers (Node's readline, Python's splitlines) end a line at them. */
const lineEnds = /[\u0085\u2028\u2029]/g
const escapeLineEnd = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

function formatLine(openings: readonly string[], row: Row): string {
  let text = ''
  for (let index = 0; index < openings.length; index++) {
    text += openings[index] + JSON.stringify(row[index] ?? null)
  }
  return `${text.replace(lineEnds, escapeLineEnd)}}\n`
}
