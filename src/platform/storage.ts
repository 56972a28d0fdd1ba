// Where export files are kept: a directory, or a bucket of S3 or anything that speaks its protocol.
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { Disk } from 'flydrive'
import { FSDriver } from 'flydrive/drivers/fs'

export type Storage = {
  /** Where files go, without credentials, for people to read. */
  location: string
  /** Stores a stream under a key. Nothing is left under the key when it fails. */
  put(key: string, source: Readable): Promise<void>
  /** @throws when there is nothing under the key. */
  get(key: string): Promise<Readable>
  delete(key: string): Promise<void>
}

/**
 * @param storageUrl `file:///directory`, or `s3://KEY:SECRET@HOST/BUCKET?region=REGION` (without credentials and
 * host: those of the machine, and Amazon's). `&tls=off` speaks plain HTTP to a server of one's own.
 */
export async function createStorage(storageUrl: string): Promise<Storage> {
  const url = new URL(storageUrl)
  const disk = url.protocol === 's3:' ? await createS3Disk(url) : createFileDisk(fileURLToPath(url))
  return {
    location: url.protocol === 's3:' ? `s3://${url.host}${url.pathname}` : fileURLToPath(url),
    async put(key, source) {
      try {
        await disk.putStream(key, source)
      } catch (error) {
        await disk.delete(key).catch(() => {})
        throw error
      }
    },
    get: (key) => disk.getStream(key),
    delete: (key) => disk.delete(key),
  }
}

function createFileDisk(location: string): Disk {
  return new Disk(new FSDriver({ location, visibility: 'private' }))
}

async function createS3Disk(url: URL): Promise<Disk> {
  // Loaded only where it is used: the S3 client is most of the start-up time.
  const { S3Driver } = await import('flydrive/drivers/s3')
  const scheme = url.searchParams.get('tls') === 'off' ? 'http' : 'https'
  const credentials = url.username && {
    credentials: {
      accessKeyId: decodeURIComponent(url.username),
      secretAccessKey: decodeURIComponent(url.password),
    },
  }
  return new Disk(
    new S3Driver({
      ...credentials,
      ...(url.host && { endpoint: `${scheme}://${url.host}`, forcePathStyle: true }),
      region: url.searchParams.get('region') ?? 'us-east-1',
      bucket: url.pathname.replace(/^\//, ''),
      visibility: 'private',
      supportsACL: false,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    }),
  )
}
