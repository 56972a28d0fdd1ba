/** A table for the terminal: headings, then one row a line, with two spaces between columns. */
export function renderTable(headings: string[], rows: string[][]): string {
  const lines = [headings, ...rows].map((row) => row.map(printable))
  const widths = headings.map((_, column) => Math.max(...lines.map((row) => row[column]?.length ?? 0)))
  return lines
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** Removes control characters, because a terminal would obey those in a name. */
const printable = (text: string) => text.replace(/\p{C}/gu, '')
