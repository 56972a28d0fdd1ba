// Where export files are kept: a directory, or a bucket of S3 or of any server that speaks its protocol.
import { type FileHandle, mkdir, open, readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { addAbortSignal, type Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { byStorage, orLetGo } from './storage-error.ts'

export type Storage = {
  /** Where files are, for people to read. It has no credentials in it. */
  location: string
  /**
   * Stores a stream under a key. A failure leaves nothing under the key. After the signal this ends within a second, even
   * if the storage hangs; what is left then is removed once the storage answers.
   * @throws StorageError when the storage fails, the source's own error, or the signal's reason.
   */
  put(key: string, source: Readable, signal?: AbortSignal): Promise<void>
  /** @throws when there is nothing under the key. */
  get(key: string): Promise<Readable>
  /** Removes what is under the key, if anything is. */
  delete(key: string): Promise<void>
  /** Removes everything under keys that begin with `folder/`, if anything is. */
  deleteFolder(folder: string): Promise<void>
  /** The distinct beginnings of all keys, up to the first `/`. */
  listFolders(): AsyncIterable<string>
  /** Uploads that were begun and neither finished nor aborted. None where they are ordinary files. */
  listUnfinished(): AsyncIterable<Unfinished>
}

/** An upload that a killed process left. `delete` does not reach it. */
type Unfinished = { key: string; begunAt: Date; remove(): Promise<void> }

/**
 * @param storageUrl `file:///directory`, or `s3://KEY:SECRET@HOST/BUCKET?region=REGION`. Without credentials, the
 * machine's own are used; without a host, Amazon's. `&tls=off` speaks plain HTTP, for a server of your own.
 */
export async function createStorage(storageUrl: string): Promise<Storage> {
  const url = new URL(storageUrl)
  if (url.protocol !== 's3:') return createFileStorage(fileURLToPath(url))
  // Loaded only when used, because the S3 client would be most of the start-up time.
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
        // The file of a write that hangs is removed now. A file that a hanging open creates later is removed above.
        if (signal?.aborted) await orLetGo(removeFile(), signal)
        throw error
      }
    },
    // Opened first: a stream of a missing file would fail only when it is read.
    get: async (key) => (await open(pathOf(key))).createReadStream(),
    delete: (key) => rm(pathOf(key), { force: true }),
    deleteFolder: (folder) => rm(pathOf(folder), { recursive: true, force: true }),
    // An unfinished file is an ordinary file here.
    async *listUnfinished() {},
    async *listFolders() {
      const entries = await readdir(location, { withFileTypes: true }).catch(emptyIfMissing)
      for (const entry of entries) if (entry.isDirectory()) yield entry.name
    },
  }
}

/** Waits for each write by itself, so that a failure of the disk is never mistaken for one of the source. */
async function writeFile(path: string, source: Readable, signal: AbortSignal | undefined): Promise<void> {
  // For this user alone, whatever the umask. An existing directory keeps its mode.
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

/** Some file systems report a full disk only now. An earlier failure takes precedence. */
const closeFile = (file: FileHandle, written: boolean): Promise<void> =>
  written ? byStorage(file.close()) : file.close().catch(() => {})

/** The directory does not exist before the first file. */
function emptyIfMissing(error: NodeJS.ErrnoException): never[] {
  if (error.code === 'ENOENT') return []
  throw error
}
