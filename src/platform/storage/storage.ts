// Where export files are stored: a directory, or a bucket of S3 or of a server with the same protocol.
import { type FileHandle, mkdir, open, readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { addAbortSignal, type Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { byStorage, orLetGo } from './storage-error.ts'

export type Storage = {
  /** Where the files are, for people. Without credentials. */
  location: string
  /**
   * Stores a stream under a key. A failure leaves nothing under the key. After the signal, this ends within a second even
   * if the storage hangs. Remains of the file are then removed when the storage answers.
   * @throws StorageError when the storage fails, the source's own error, or the signal's reason.
   */
  put(key: string, source: Readable, signal?: AbortSignal): Promise<void>
  /** @throws when there is no file under the key. */
  get(key: string): Promise<Readable>
  /** Removes the file under the key, if there is one. */
  delete(key: string): Promise<void>
  /** Removes all files under keys that begin with `folder/`. */
  deleteFolder(folder: string): Promise<void>
  /** The folders: the distinct parts of all keys before the first `/`. */
  listFolders(): AsyncIterable<string>
  /** Uploads that began and were neither completed nor aborted. None where unfinished uploads are ordinary files. */
  listUnfinished(): AsyncIterable<Unfinished>
}

/** An upload that a killed process left behind. `delete` does not remove it. */
type Unfinished = { key: string; begunAt: Date; remove(): Promise<void> }

/**
 * @param storageUrl `file:///directory`, or `s3://KEY:SECRET@HOST/BUCKET?region=REGION`. Default credentials: those of
 * the machine. Default host: Amazon's. `&tls=off` uses plain HTTP, for your own server.
 */
export async function createStorage(storageUrl: string): Promise<Storage> {
  const url = new URL(storageUrl)
  if (url.protocol !== 's3:') return createFileStorage(fileURLToPath(url))
  // Loaded only when used, because the S3 client would take most of the start-up time.
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
        // Removes the file of a write that hangs. The handler above removes a file that a hanging open creates later.
        if (signal?.aborted) await orLetGo(removeFile(), signal)
        throw error
      }
    },
    // Opened here: a stream of a missing file would fail only when it is read.
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

/** Awaits each write separately, so that a failure of the disk is never taken for one of the source. */
async function writeFile(path: string, source: Readable, signal: AbortSignal | undefined): Promise<void> {
  // Only for this user, whatever the umask. An existing directory keeps its mode.
  await byStorage(mkdir(dirname(path), { recursive: true, mode: 0o700 }))
  const file = await byStorage(open(path, 'w', 0o600))
  let written = false
  try {
    for await (const piece of source as AsyncIterable<Buffer>) {
      signal?.throwIfAborted()
      await byStorage(file.writeFile(piece))
    }
    signal?.throwIfAborted()
    // The export becomes COMPLETED when this returns. A power cut after that must not lose its file.
    await byStorage(file.sync())
    written = true
  } finally {
    await closeFile(file, written)
  }
}

/** Some file systems report a full disk only at the close. An earlier failure takes precedence. */
const closeFile = (file: FileHandle, written: boolean): Promise<void> =>
  written ? byStorage(file.close()) : file.close().catch(() => {})

/** The directory does not exist until the first file. */
function emptyIfMissing(error: NodeJS.ErrnoException): never[] {
  if (error.code === 'ENOENT') return []
  throw error
}
