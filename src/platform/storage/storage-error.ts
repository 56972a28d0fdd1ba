// What can go wrong with the storage itself, told apart from what goes wrong with what is stored.

/** The storage did not take a file: it is full, or it refuses, fails or does not answer. `cause` says how. */
export class StorageError extends Error {
  override name = 'StorageError'
  readonly isFull: boolean
  constructor(cause: unknown) {
    super(`The storage did not take the file: ${(cause as Error)?.message ?? cause}`, { cause })
    this.isFull = saysFull(cause)
  }
}

const fullCodes = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])
/** Amazon's protocol has no word for it: these are those of Ceph, MinIO and Swift, beside the status of HTTP. */
const fullNames = new Set(['QuotaExceeded', 'XMinioStorageFull', 'InsufficientStorage'])
const insufficientStorage = 507

function saysFull(cause: unknown): boolean {
  const { code, name, $metadata } = (cause ?? {}) as {
    code?: string
    name?: string
    $metadata?: { httpStatusCode?: number }
  }
  return (
    fullCodes.has(code ?? '') ||
    fullNames.has(name ?? '') ||
    $metadata?.httpStatusCode === insufficientStorage
  )
}

/** Waits for something that the storage does; what fails is the storage's failure. */
export async function byStorage<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw new StorageError(error)
  }
}

/** How long work that was told to stop may take to leave nothing behind. */
const letGoMs = 300

/**
 * Waits for work, but after its signal only a moment longer: a disk or a server that hangs does not hear a signal.
 * Such work goes on by itself, and cleans up when what it waits for has ended.
 * @throws what the work failed with; after the signal, what that was aborted with.
 */
export async function orLetGo<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work
  const { promise: letGo, reject } = Promise.withResolvers<never>()
  let timer: NodeJS.Timeout | undefined
  const onAbort = () => {
    timer = setTimeout(() => reject(signal.reason), letGoMs)
  }
  if (signal.aborted) onAbort()
  else signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([work, letGo])
  } catch (error) {
    throw signal.aborted ? signal.reason : error
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
  }
}
