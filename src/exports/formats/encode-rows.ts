// Rows as UTF-8.

const pieceBytes = 64 * 1024
/** The most that a unit of UTF-16 takes in UTF-8. */
const bytesPerUnit = 3

/**
 * Encodes row by row, into pieces of about 64 KiB. One text of all rows would be slower by far: a single character
 * beyond Latin-1 makes all of it wide.
 */
export function encodeRows<Row>(rows: readonly Row[], format: (row: Row) => string): Buffer[] {
  const pieces: Buffer[] = []
  let piece = Buffer.allocUnsafe(pieceBytes)
  let length = 0
  for (const row of rows) {
    const text = format(row)
    const most = text.length * bytesPerUnit
    if (most > piece.length - length) {
      if (length > 0) pieces.push(piece.subarray(0, length))
      piece = Buffer.allocUnsafe(Math.max(pieceBytes, most))
      length = 0
    }
    length += piece.write(text, length)
  }
  if (length > 0) pieces.push(piece.subarray(0, length))
  return pieces
}
