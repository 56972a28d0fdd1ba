// Encryption of whole files as a stream, with libsodium's secretstream (XChaCha20-Poly1305). Each chunk is authenticated
// in its place, and the last one is marked. A file that was cut, altered or reordered fails at that chunk.
import { randomBytes } from 'node:crypto'
import sodium from 'sodium-native'

const headerBytes = sodium.crypto_secretstream_xchacha20poly1305_HEADERBYTES
const overheadBytes = sodium.crypto_secretstream_xchacha20poly1305_ABYTES
const stateBytes = sodium.crypto_secretstream_xchacha20poly1305_STATEBYTES
const tagMessage = sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
const tagFinal = sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL
const chunkBytes = 64 * 1024

/** A stored file was cut, altered or encrypted under another key. */
export class DamagedFileError extends Error {
  override name = 'DamagedFileError'
}

/** A key for one file. */
export const createFileKey = (): Buffer => randomBytes(sodium.crypto_secretstream_xchacha20poly1305_KEYBYTES)

/** Encrypts a stream: a header, then chunks of 64 KiB and their tags. */
export async function* encryptFile(source: AsyncIterable<Buffer>, key: Buffer): AsyncGenerator<Buffer> {
  const state = Buffer.alloc(stateBytes)
  const header = Buffer.alloc(headerBytes)
  sodium.crypto_secretstream_xchacha20poly1305_init_push(state, header, key)
  yield header
  const seal = (chunk: Buffer, tag: number) => {
    const sealed = Buffer.alloc(chunk.length + overheadBytes)
    sodium.crypto_secretstream_xchacha20poly1305_push(state, sealed, chunk, null, tag)
    return sealed
  }
  // The last chunk is marked, so each chunk waits until another follows or the stream ends.
  let held: Buffer | undefined
  for await (const chunk of inChunks(source, chunkBytes)) {
    if (held) yield seal(held, tagMessage)
    held = chunk
  }
  yield seal(held ?? Buffer.alloc(0), tagFinal)
}

/**
 * Decrypts a file of `encryptFile`. Every yielded byte is authentic. The file is complete when the iteration ends.
 * @throws DamagedFileError
 */
export async function* decryptFile(source: AsyncIterable<Buffer>, key: Buffer): AsyncGenerator<Buffer> {
  const state = Buffer.alloc(stateBytes)
  const tag = Buffer.alloc(1)
  let started = false
  for await (const part of inChunks(source, chunkBytes + overheadBytes, headerBytes)) {
    if (!started) {
      if (part.length !== headerBytes) break
      sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, part, key)
      started = true
      continue
    }
    if (tag[0] === tagFinal) throw new DamagedFileError('The file continues after its end')
    const plain = Buffer.alloc(Math.max(0, part.length - overheadBytes))
    try {
      sodium.crypto_secretstream_xchacha20poly1305_pull(state, plain, tag, part, null)
    } catch {
      throw new DamagedFileError('The file was altered, or is encrypted under another key')
    }
    yield plain
  }
  if (tag[0] !== tagFinal) throw new DamagedFileError('The file was cut short')
}

/** Cuts a stream into pieces of one size. The first has `firstBytes`; the last may be shorter. */
async function* inChunks(
  source: AsyncIterable<Buffer>,
  bytes: number,
  firstBytes = bytes,
): AsyncGenerator<Buffer> {
  let parts: Buffer[] = []
  let held = 0
  let wanted = firstBytes
  for await (const part of source) {
    parts.push(part)
    held += part.length
    if (held < wanted) continue
    let all = Buffer.concat(parts, held)
    while (all.length >= wanted) {
      yield all.subarray(0, wanted)
      all = all.subarray(wanted)
      wanted = bytes
    }
    parts = [all]
    held = all.length
  }
  if (held > 0) yield Buffer.concat(parts, held)
}
