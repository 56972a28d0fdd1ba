// A ZIP archive as a stream (PKWARE's APPNOTE 6.3). Each entry is compressed as it comes; its sizes and checksum follow it.
// It does not use ZIP64, which some spreadsheets cannot read. So an entry and the archive are limited to 4 GiB.
import { constants, crc32, createDeflateRaw } from 'node:zlib'
import { through } from '../../platform/streams/through.ts'
import { UnwritableExportError } from './format.ts'

/** The path is ASCII. */
export type ZipEntry = { path: string; content: AsyncIterable<Buffer> | Iterable<Buffer> }

type Written = { path: Buffer; offset: number; crc: number; size: number; deflatedSize: number }

const maxBytes = 0xffff_ffff
/** 2.0: deflate. */
const version = 20
/** Bit 3: sizes and checksum follow the content. */
const flags = 0x0008
const deflated = 8
/** 1 January 1980, the earliest date, so that files do not reveal when they were made. */
const [time, date] = [0, 0x0021]

/** Writes the entries in order, one at a time. */
export async function* writeZip(entries: AsyncIterable<ZipEntry>): AsyncGenerator<Buffer, void> {
  const written: Written[] = []
  let offset = 0
  for await (const { path, content } of entries) {
    const entry = { path: Buffer.from(path, 'ascii'), offset, crc: 0, size: 0, deflatedSize: 0 }
    const header = localHeader(entry)
    yield header
    yield* deflate(content, entry)
    const descriptor = dataDescriptor(entry)
    yield descriptor
    offset += header.length + entry.deflatedSize + descriptor.length
    refuseTooLarge(entry.size, offset)
    written.push(entry)
  }
  const directory = Buffer.concat(written.map(directoryHeader))
  yield directory
  yield endOfDirectory(written.length, directory.length, offset)
}

function refuseTooLarge(...sizes: number[]): void {
  if (sizes.every((size) => size <= maxBytes)) return
  throw new UnwritableExportError(
    'The file would be too large for a workbook. Request the export as CSV or JSONL.',
  )
}

/** Compresses the content. Level 1 is twice as fast as the default 6, and the result is a tenth larger. */
async function* deflate(content: ZipEntry['content'], entry: Written): AsyncGenerator<Buffer, void> {
  const deflater = createDeflateRaw({ level: constants.Z_BEST_SPEED, chunkSize: 64 * 1024 })
  async function* measured(): AsyncGenerator<Buffer, void> {
    for await (const piece of content) {
      entry.crc = crc32(piece, entry.crc)
      entry.size += piece.length
      yield piece
    }
  }
  for await (const piece of through(measured(), deflater)) {
    entry.deflatedSize += piece.length
    yield piece
  }
}

function localHeader({ path }: Written): Buffer {
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  writeCommon(header, 4)
  header.writeUInt16LE(path.length, 26)
  return Buffer.concat([header, path])
}

function dataDescriptor(entry: Written): Buffer {
  const descriptor = Buffer.alloc(16)
  descriptor.writeUInt32LE(0x08074b50, 0)
  writeSizes(descriptor, 4, entry)
  return descriptor
}

function directoryHeader(entry: Written): Buffer {
  const header = Buffer.alloc(46)
  header.writeUInt32LE(0x02014b50, 0)
  header.writeUInt16LE(version, 4)
  writeCommon(header, 6)
  writeSizes(header, 16, entry)
  header.writeUInt16LE(entry.path.length, 28)
  header.writeUInt32LE(entry.offset, 42)
  return Buffer.concat([header, entry.path])
}

function endOfDirectory(count: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(offset, 16)
  return end
}

/** The fields that both headers share: version, flags, method, time and date. */
function writeCommon(header: Buffer, at: number): void {
  for (const [index, value] of [version, flags, deflated, time, date].entries()) {
    header.writeUInt16LE(value, at + index * 2)
  }
}

function writeSizes(header: Buffer, at: number, { crc, size, deflatedSize }: Written): void {
  for (const [index, value] of [crc, deflatedSize, size].entries())
    header.writeUInt32LE(value, at + index * 4)
}
