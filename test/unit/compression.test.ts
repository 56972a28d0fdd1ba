// What is stored smaller comes back as it was, and neither an error nor a reader who leaves is lost on the way.
import { randomBytes } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { compress, decompress } from '../../src/platform/streams/compression.ts'

const inPieces = async function* (content: Buffer, bytes = 10_000): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += bytes) yield content.subarray(at, at + bytes)
}
const noise = randomBytes(5_000_000)
const rows = Buffer.from(
  Array.from({ length: 50_000 }, (_, n) => `INV-${n},Oak Holdings,${n * 7}\r\n`).join(''),
)
const compressedRows = await buffer(compress(inPieces(rows)))
const compressedNoise = await buffer(compress(inPieces(noise)))

describe('compression', () => {
  it.each([
    ['rows', rows],
    ['what cannot be made smaller', randomBytes(300_000)],
    ['a single byte', Buffer.from('x')],
    ['nothing', Buffer.alloc(0)],
  ])('gives %s back', async (_, content) => {
    const back = await buffer(decompress(compress(inPieces(content))))
    expect(back.equals(content)).toBe(true)
  })

  it('makes rows a fraction of what they were', () => {
    expect(compressedRows.length).toBeLessThan(rows.length / 3)
  })

  it.each([
    ['compress', compress, rows],
    ['decompress', decompress, compressedRows],
  ] as const)('%s passes the error of its source on, as it is', async (_, through, content) => {
    const failure = new Error('the source is gone')
    async function* failing() {
      yield* inPieces(content.subarray(0, content.length / 2))
      throw failure
    }
    await expect(buffer(through(failing()))).rejects.toBe(failure)
  })

  it.each([
    ['compress', compress, noise],
    ['decompress', decompress, compressedNoise],
  ] as const)(
    '%s reads no further than it is asked for, and closes its source when left',
    async (_, through, content) => {
      let [read, closed] = [0, false]
      async function* watched() {
        try {
          for await (const piece of inPieces(content)) {
            read += piece.length
            yield piece
          }
        } finally {
          closed = true
        }
      }
      const pieces = through(watched())
      await pieces.next()
      await pieces.return()
      expect(closed).toBe(true)
      expect(read).toBeLessThan(content.length / 2)
    },
  )

  it('refuses what was cut', async () => {
    await expect(buffer(decompress(inPieces(compressedRows.subarray(0, -10))))).rejects.toThrow()
  })
})
