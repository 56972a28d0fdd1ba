// Compresses stored files with Zstandard at its fastest level, on another thread. Rows of text shrink to about a fifth.
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib'
import { through } from './through.ts'

const chunkSize = 64 * 1024

export const compress = (source: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> =>
  through(source, createZstdCompress({ chunkSize, params: { [constants.ZSTD_c_compressionLevel]: 1 } }))

export const decompress = (source: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> =>
  through(source, createZstdDecompress({ chunkSize }))
