const pieceBytes = 64 * 1024
/** A UTF-16 code unit takes at most three bytes in UTF-8. */
const bytesPerUnit = 3

/**
 * Encodes rows in UTF-8, one by one, into pieces of about 64 KiB. Joining all rows first would be much slower: one character
 * beyond Latin-1 makes V8 store the whole text with two bytes a character.
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
