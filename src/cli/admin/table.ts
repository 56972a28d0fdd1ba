/** A table for the terminal: a heading, a row a line, columns two spaces apart. */
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

/** People type names, so control characters that a terminal would obey are left out. */
const printable = (text: string) => text.replace(/\p{C}/gu, '')
