// JSON Lines: one object a line, the same names in each, UTF-8. Every value is a string or null: a number would lose
// the zeros that an id begins with, and the cents of a large amount in whatever reads numbers as doubles.
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

/** JSON takes these as they are, but many a reader of lines (Node's readline, Python's splitlines) ends a line at them. */
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
