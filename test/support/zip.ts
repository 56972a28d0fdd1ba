// Reads an archive as a strict reader does: by its directory, with every size and checksum compared.
import { crc32, inflateRawSync } from 'node:zlib'

/** The archive's files by their paths. */
export function readZip(archive: Buffer): Map<string, string> {
  const end = archive.length - 22
  if (archive.readUInt32LE(end) !== 0x06054b50) throw new Error('The archive has no end')
  const files = new Map<string, string>()
  let at = archive.readUInt32LE(end + 16)
  for (let count = archive.readUInt16LE(end + 10); count > 0; count--) {
    if (archive.readUInt32LE(at) !== 0x02014b50) throw new Error('The directory is broken')
    const pathLength = archive.readUInt16LE(at + 28)
    const path = archive.toString('ascii', at + 46, at + 46 + pathLength)
    files.set(path, readEntry(archive, at, path))
    at += 46 + pathLength
  }
  if (at !== end) throw new Error('The directory does not end where the archive does')
  return files
}

function readEntry(archive: Buffer, at: number, path: string): string {
  const [crc, deflatedSize, size] = [16, 20, 24].map((field) => archive.readUInt32LE(at + field))
  const offset = archive.readUInt32LE(at + 42)
  const start = offset + 30 + archive.readUInt16LE(offset + 26) + archive.readUInt16LE(offset + 28)
  const end = start + (deflatedSize ?? 0)
  const content = inflateRawSync(archive.subarray(start, end))
  if (archive.readUInt32LE(offset) !== 0x04034b50) throw new Error(`${path} has no header`)
  if (archive.readUInt32LE(end) !== 0x08074b50) throw new Error(`${path} is not followed by its sizes`)
  const followed = [4, 8, 12].map((field) => archive.readUInt32LE(end + field))
  if (String(followed) !== String([crc, deflatedSize, size])) throw new Error(`${path} has two sizes`)
  if (content.length !== size || crc32(content) !== crc) throw new Error(`${path} is damaged`)
  return content.toString('utf8')
}
