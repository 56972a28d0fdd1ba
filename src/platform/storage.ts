// Where export files are kept: a directory, or a bucket of S3 or anything that speaks its protocol.
import { createWriteStream } from 'node:fs'
import { mkdir, open, readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'

export type Storage = {
  /** Where files go, without credentials, for people to read. */
  location: string
  /** Stores a stream under a key. Nothing is left under the key when it fails. */
  put(key: string, source: Readable): Promise<void>
  /** @throws when there is nothing under the key. */
  get(key: string): Promise<Readable>
  /** Removes what is under the key, if anything is. */
  delete(key: string): Promise<void>
  /** Removes everything under keys that begin with `folder/`, if anything is. */
  deleteFolder(folder: string): Promise<void>
  /** The first parts of all keys, up to their first `/`. */
  listFolders(): AsyncIterable<string>
}

/**
 * @param storageUrl `file:///directory`, or `s3://KEY:SECRET@HOST/BUCKET?region=REGION` (without credentials and
 * host: those of the machine, and Amazon's). `&tls=off` speaks plain HTTP to a server of one's own.
 */
export async function createStorage(storageUrl: string): Promise<Storage> {
  const url = new URL(storageUrl)
  if (url.protocol !== 's3:') return createFileStorage(fileURLToPath(url))
  // Loaded only where it is used: the S3 client is most of the start-up time.
  const { createS3Storage } = await import('./s3-storage.ts')
  return createS3Storage(url)
}

function createFileStorage(location: string): Storage {
  const pathOf = (key: string) => join(location, key)
  return {
    location,
    async put(key, source) {
      const path = pathOf(key)
      try {
        // For this user alone, whatever the umask is. A directory that was there before keeps its own mode.
        await mkdir(dirname(path), { recursive: true, mode: 0o700 })
        // Flushed: an export is COMPLETED once this returns, and a power cut must not take its file back.
        await pipeline(source, createWriteStream(path, { mode: 0o600, flush: true }))
      } catch (error) {
        source.destroy()
        await rm(path, { force: true }).catch(() => {})
        throw error
      }
    },
    // Opened before it is answered: a stream of a file that is not there would only fail when it is read.
    get: async (key) => (await open(pathOf(key))).createReadStream(),
    delete: (key) => rm(pathOf(key), { force: true }),
    deleteFolder: (folder) => rm(pathOf(folder), { recursive: true, force: true }),
    async *listFolders() {
      const entries = await readdir(location, { withFileTypes: true }).catch(emptyIfMissing)
      for (const entry of entries) if (entry.isDirectory()) yield entry.name
    },
  }
}

/** Before the first file there is no directory. */
function emptyIfMissing(error: NodeJS.ErrnoException): never[] {
  if (error.code === 'ENOENT') return []
  throw error
}
