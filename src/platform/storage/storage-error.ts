// Failures of the storage, as opposed to failures of the stream that is being stored.

/** The storage did not store a file: it is full, refused, failed or did not answer. `cause` is the original error. */
export class StorageError extends Error {
  override name = 'StorageError'
  readonly isFull: boolean
  constructor(cause: unknown) {
    super(`The storage did not take the file: ${(cause as Error)?.message ?? cause}`, { cause })
    this.isFull = saysFull(cause)
  }
}

const fullCodes = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])
/** S3 itself has no name for a full storage. These are the names of Ceph, MinIO and Swift. HTTP has a status too. */
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

/** Waits for the storage. @throws StorageError for any failure. */
export async function byStorage<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw new StorageError(error)
  }
}

/** How long stopped work may take to clean up. */
const letGoMs = 300

/**
 * Waits for work, but only briefly after its signal aborts, because a disk or server that hangs does not notice a signal.
 * Such work continues unattended and cleans up when the storage answers.
 * @throws the error of the work or, after the signal, the signal's reason.
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
