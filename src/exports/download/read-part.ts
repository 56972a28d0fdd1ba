import { DamagedFileError } from '../../platform/encryption/file-encryption.ts'
import type { Part } from '../../platform/http/http-range.ts'

/**
 * Yields the bytes of one part of a file. A file can only be decrypted from its start, so the bytes before the part are
 * read, checked and dropped. Each piece is held back until the next one was checked. So the last bytes of the file leave
 * only when the whole file was checked.
 * @param size the size of the whole file when it was written.
 * @throws DamagedFileError when the file is shorter or longer now, and the errors of `pieces` and `signal`.
 */
export async function* readPart(
  pieces: AsyncIterable<Buffer>,
  { start, end }: Part,
  size: number,
  signal: AbortSignal,
): AsyncGenerator<Buffer, void> {
  let read = 0
  let held: Buffer = Buffer.alloc(0)
  for await (const piece of pieces) {
    signal.throwIfAborted()
    if (held.length > 0) yield held
    const from = read
    read += piece.length
    if (read > size) throw new DamagedFileError('The file is longer than what was written')
    held = piece.subarray(Math.max(0, start - from), Math.max(0, end - from))
    if (end < size && read >= end) break
  }
  if (read < end) throw new DamagedFileError('The file is shorter than what was written')
  if (held.length > 0) yield held
}
