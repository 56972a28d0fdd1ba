// Where export files are kept: a directory, or a bucket of S3 or anything that speaks its protocol.
import { type FileHandle, mkdir, open, readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { addAbortSignal, type Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { byStorage, orLetGo } from './storage-error.ts'

export type Storage = {
  /** Where files go, without credentials, for people to read. */
  location: string
  /**
   * Stores a stream under a key. Nothing is left under the key when it fails. After the signal it ends within a second,
   * though the storage hangs: what is left then is removed when the storage lets go.
   * @throws StorageError for a failure of the storage; what the source, or the signal, failed with.
   */
  put(key: string, source: Readable, signal?: AbortSignal): Promise<void>
  /** @throws when there is nothing under the key. */
  get(key: string): Promise<Readable>
  /** Removes what is under the key, if anything is. */
  delete(key: string): Promise<void>
  /** Removes everything under keys that begin with `folder/`, if anything is. */
  deleteFolder(folder: string): Promise<void>
  /** The first parts of all keys, up to their first `/`. */
  listFolders(): AsyncIterable<string>
  /** What was begun and neither finished nor given up, where such a thing is kept apart from the files. */
  listUnfinished(): AsyncIterable<Unfinished>
}

/** A part of a file, out of reach of `delete`, that a process left when it was killed. */
type Unfinished = { key: string; begunAt: Date; remove(): Promise<void> }

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
    async put(key, source, signal) {
      if (signal) addAbortSignal(signal, source)
      const path = pathOf(key)
      const removeFile = () => rm(path, { force: true }).catch(() => {})
      const writing = writeFile(path, source, signal).catch(async (error) => {
        source.destroy()
        await removeFile()
        throw error
      })
      try {
        await orLetGo(writing, signal)
      } catch (error) {
        // A write that hangs on loses its name now; what an open that hangs makes later is removed above.
        if (signal?.aborted) await orLetGo(removeFile(), signal)
        throw error
      }
    },
    // Opened before it is answered: a stream of a file that is not there would only fail when it is read.
    get: async (key) => (await open(pathOf(key))).createReadStream(),
    delete: (key) => rm(pathOf(key), { force: true }),
    deleteFolder: (folder) => rm(pathOf(folder), { recursive: true, force: true }),
    // A file that was not finished is a file.
    async *listUnfinished() {},
    async *listFolders() {
      const entries = await readdir(location, { withFileTypes: true }).catch(emptyIfMissing)
      for (const entry of entries) if (entry.isDirectory()) yield entry.name
    },
  }
}

/** Waits for each write by itself: so a failure of the disk and one of the source are never taken for each other. */
async function writeFile(path: string, source: Readable, signal: AbortSignal | undefined): Promise<void> {
  // For this user alone, whatever the umask is. A directory that was there before keeps its own mode.
  await byStorage(mkdir(dirname(path), { recursive: true, mode: 0o700 }))
  const file = await byStorage(open(path, 'w', 0o600))
  let written = false
  try {
    for await (const piece of source as AsyncIterable<Buffer>) {
      signal?.throwIfAborted()
      await byStorage(file.writeFile(piece))
    }
    signal?.throwIfAborted()
    // An export is COMPLETED once this returns, and a power cut must not take its file back.
    await byStorage(file.sync())
    written = true
  } finally {
    await closeFile(file, written)
  }
}

/** Some file systems say only now that there was no room. After another failure, that one is told. */
const closeFile = (file: FileHandle, written: boolean): Promise<void> =>
  written ? byStorage(file.close()) : file.close().catch(() => {})

/** Before the first file there is no directory. */
function emptyIfMissing(error: NodeJS.ErrnoException): never[] {
  if (error.code === 'ENOENT') return []
  throw error
}
