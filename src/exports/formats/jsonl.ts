// JSON Lines: one object a line, the same names in each, UTF-8. Every value is a string or null: a number would lose
// the zeros that an id begins with, and the cents of a large amount in whatever reads numbers as doubles.
import { encodeRows } from './encode-rows.ts'
import type { Column, FileFormat, Row } from './format.ts'

export const jsonl: FileFormat = {
  contentType: 'application/jsonl; charset=utf-8',
  extension: 'jsonl',
  async *write(columns, batches) {
    const openings = columns.map(({ name }: Column, index) => `${index ? ',' : '{'}${JSON.stringify(name)}:`)
    for await (const rows of batches) yield* encodeRows(rows, (row) => formatLine(openings, row))
  },
}

function formatLine(openings: readonly string[], row: Row): string {
  let text = ''
  for (let index = 0; index < openings.length; index++) {
    text += openings[index] + JSON.stringify(row[index] ?? null)
  }
  return `${text}}\n`
}
