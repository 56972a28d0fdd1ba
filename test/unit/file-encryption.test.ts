import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  createFileKey,
  DamagedFileError,
  decryptFile,
  encryptFile,
} from '../../src/platform/encryption/file-encryption.ts'

const headerBytes = 24
const overheadBytes = 17
const chunkBytes = 65_536
const sealedChunkBytes = chunkBytes + overheadBytes

const key = createFileKey()

/** The bytes in pieces of one size, as a socket or a disk delivers them. */
async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function collect(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(part)
  return Buffer.concat(parts)
}

const seal = (plain: Buffer, pieceBytes = chunkBytes) =>
  collect(encryptFile(inPieces(plain, pieceBytes), key))

/** What came out before the end or the error, and which of the two it was. */
async function open(sealed: Buffer, pieceBytes = 50_000, withKey = key) {
  const parts: Buffer[] = []
  try {
    for await (const part of decryptFile(inPieces(sealed, pieceBytes), withKey)) parts.push(part)
    return { plain: Buffer.concat(parts), error: null }
  } catch (error) {
    return { plain: Buffer.concat(parts), error }
  }
}

/** Damage is an error, and nothing came out before it but the true beginning of the file. */
async function expectDamaged(sealed: Buffer, plain: Buffer): Promise<void> {
  for (const pieceBytes of [50_000, sealed.length || 1]) {
    const opened = await open(sealed, pieceBytes)
    expect(opened.error).toBeInstanceOf(DamagedFileError)
    expect(opened.plain.equals(plain.subarray(0, opened.plain.length))).toBe(true)
  }
}

describe('a file', () => {
  const sizes = [0, 1, 65_535, 65_536, 65_537, 131_071, 131_072, 131_073, 200_000]

  it.each(sizes)('of %i bytes comes back whole, however it is cut into pieces', async (size) => {
    const plain = randomBytes(size)
    for (const pieceBytes of [999, 65_536, 1_000_000]) {
      const sealed = await seal(plain, pieceBytes)
      const chunks = Math.max(1, Math.ceil(size / chunkBytes))
      expect(sealed.length).toBe(headerBytes + size + chunks * overheadBytes)
      const opened = await open(sealed, pieceBytes)
      expect(opened.error).toBeNull()
      expect(opened.plain.equals(plain)).toBe(true)
    }
  })

  it('is sealed differently each time, and shows nothing of itself', async () => {
    const plain = Buffer.from('000-12-3456\n'.repeat(1000))
    const [one, two] = [await seal(plain), await seal(plain)]
    expect(one.equals(two)).toBe(false)
    expect(one.includes('3456')).toBe(false)
  })

  it('does not open with another key', async () => {
    const opened = await open(await seal(randomBytes(100)), 50_000, createFileKey())
    expect(opened).toEqual({ plain: Buffer.alloc(0), error: expect.any(DamagedFileError) })
  })

  it('passes on the error of its source', async () => {
    async function* broken() {
      yield Buffer.alloc(100)
      throw new Error('the disk broke')
    }
    await expect(collect(encryptFile(broken(), key))).rejects.toThrow('the disk broke')
    await expect(collect(decryptFile(broken(), key))).rejects.toThrow()
  })
})

describe('a damaged file', () => {
  // Two whole chunks and a short one.
  const plain = randomBytes(2 * chunkBytes + 1_000)
  const starts = [0, 1, 2, 3].map((chunk) => headerBytes + chunk * sealedChunkBytes)
  const [first, second, third] = starts as [number, number, number]

  it.each([
    0,
    1,
    23,
    24,
    25,
    first + 16,
    first + 17,
    first + 18,
    first + 30_000,
    second - 1,
    second,
    second + 1,
    second + 17,
    third - 1,
    third,
    third + 1,
    third + 16,
    third + 17,
    third + 500,
    third + 1_016,
  ])('cut after %i bytes is found out', async (length) => {
    const sealed = await seal(plain)
    expect(sealed).toHaveLength(third + 1_017)
    await expectDamaged(sealed.subarray(0, length), plain)
  })

  it('cut at the end of its last whole chunk is found out, where the file fills its chunks', async () => {
    const full = randomBytes(2 * chunkBytes)
    const sealed = await seal(full)
    await expectDamaged(sealed.subarray(0, second), full)
    await expectDamaged(sealed.subarray(0, second + sealedChunkBytes - 1), full)
  })

  it.each([
    ['the header', 0],
    ["the header's end", 23],
    ["the first chunk's tag", first],
    ['the first chunk', first + 1_000],
    ["the first chunk's end", second - 1],
    ["the second chunk's tag", second],
    ['the second chunk', second + 40_000],
    ["the last chunk's tag", third],
    ['the last chunk', third + 500],
    ["the last chunk's end", third + 1_016],
  ])('with one bit changed in %s is found out', async (_where, at) => {
    for (const bit of [0x01, 0x80]) {
      const changed = await seal(plain)
      changed[at] = (changed[at] as number) ^ bit
      await expectDamaged(changed, plain)
    }
  })

  it('with chunks swapped, repeated or left out is found out', async () => {
    const sealed = await seal(plain)
    const header = sealed.subarray(0, first)
    const [a, b, c] = [sealed.subarray(first, second), sealed.subarray(second, third), sealed.subarray(third)]
    for (const chunks of [
      [b, a, c],
      [a, a, b, c],
      [a, b, b, c],
      [a, c],
      [b, c],
      [c],
      [a, b, c, c],
      [a, b, a],
    ]) {
      await expectDamaged(Buffer.concat([header, ...chunks]), plain)
    }
  })

  it.each([1, 16, 17, 18, 1_017, sealedChunkBytes])('with %i bytes added is found out', async (count) => {
    await expectDamaged(Buffer.concat([await seal(plain), randomBytes(count)]), plain)
    // Where the last chunk is full, what follows is a chunk of its own.
    const full = plain.subarray(0, 2 * chunkBytes)
    await expectDamaged(Buffer.concat([await seal(full), randomBytes(count)]), full)
  })

  it('with the rest of another file under the same key is found out', async () => {
    const [one, other] = [await seal(plain), await seal(plain)]
    await expectDamaged(Buffer.concat([one.subarray(0, second), other.subarray(second)]), plain)
    await expectDamaged(Buffer.concat([one, other]), plain)
  })
})
