// Files in a bucket of S3 or of a server with the same protocol.
import { addAbortSignal, type Readable } from 'node:stream'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  type MultipartUpload,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
  type S3ClientConfig,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { byStorage, orLetGo } from './storage-error.ts'

type Target = { Bucket: string; Key: string }

/** How long the server may take before a request fails. The client sends each request up to three times. */
type S3Limits = { connectMs: number; idleMs: number }
const defaultLimits: S3Limits = { connectMs: 5_000, idleMs: 20_000 }

/** S3 allows up to 10,000 parts of at least 5 MiB. This size allows files of 80 GB, with one part in memory at a time. */
const partBytes = 8 * 1024 * 1024

/**
 * Makes a `Storage`. Its type is checked in storage.ts, which imports this file.
 * @param url as `createStorage` describes it.
 */
export function createS3Storage(url: URL, { connectMs, idleMs }: S3Limits = defaultLimits) {
  const client = createClient(url, { connectionTimeout: connectMs, socketTimeout: idleMs })
  // A download runs at its client's pace, so it may pause for long after the answer has begun.
  const reader = createClient(url, {
    connectionTimeout: connectMs,
    requestTimeout: idleMs,
    throwOnRequestTimeout: true,
    socketTimeout: 0,
  })
  const Bucket = url.pathname.replace(/^\//, '')
  const target = (key: string): Target => ({ Bucket, Key: key })
  const remove = async (key: string) => void (await client.send(new DeleteObjectCommand(target(key))))
  const list = (filter: { Prefix?: string; Delimiter?: string }) =>
    paginateListObjectsV2({ client }, { Bucket, ...filter })
  return {
    location: `s3://${url.host}${url.pathname}`,
    put: (key: string, source: Readable, signal?: AbortSignal) => put(client, target(key), source, signal),
    async get(key: string): Promise<Readable> {
      const { Body } = await reader.send(new GetObjectCommand(target(key)))
      return Body as Readable
    },
    delete: remove,
    async deleteFolder(folder: string): Promise<void> {
      for await (const { Contents } of list({ Prefix: `${folder}/` })) {
        for (const { Key } of Contents ?? []) if (Key) await remove(Key)
      }
    },
    async *listFolders(): AsyncGenerator<string> {
      for await (const { CommonPrefixes } of list({ Delimiter: '/' })) {
        for (const { Prefix } of CommonPrefixes ?? []) if (Prefix) yield Prefix.slice(0, -1)
      }
    },
    async *listUnfinished() {
      for await (const { Key, UploadId, Initiated } of listUploads(client, Bucket)) {
        if (!Key || !UploadId || !Initiated) continue
        const abort = new AbortMultipartUploadCommand({ Bucket, Key, UploadId })
        yield { key: Key, begunAt: Initiated, remove: async () => void (await client.send(abort)) }
      }
    },
  }
}

async function put(
  client: S3Client,
  target: Target,
  source: Readable,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (signal) addAbortSignal(signal, source)
  const uploading = upload(client, target, source, signal).catch(async (error) => {
    source.destroy()
    // An object appears whole or not at all. But the upload may have completed and only its answer was lost.
    await client.send(new DeleteObjectCommand(target)).catch(() => {})
    throw error
  })
  await orLetGo(uploading, signal)
}

function createClient(url: URL, requestHandler: NonNullable<S3ClientConfig['requestHandler']>): S3Client {
  const scheme = url.searchParams.get('tls') === 'off' ? 'http' : 'https'
  return new S3Client({
    requestHandler,
    ...(url.username && {
      credentials: {
        accessKeyId: decodeURIComponent(url.username),
        secretAccessKey: decodeURIComponent(url.password),
      },
    }),
    ...(url.host && { endpoint: `${scheme}://${url.host}`, forcePathStyle: true }),
    region: url.searchParams.get('region') ?? 'us-east-1',
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
}

/** Uploads a stream in parts, because S3 needs the length of each request and a stream's length is unknown. */
async function upload(
  client: S3Client,
  target: Target,
  source: Readable,
  signal: AbortSignal | undefined,
): Promise<void> {
  const options = { ...(signal && { abortSignal: signal }) }
  const parts = inParts(source)
  const first = await parts.next()
  const body = first.value ?? Buffer.alloc(0)
  if (body.length < partBytes) {
    await byStorage(client.send(new PutObjectCommand({ ...target, Body: body }), options))
    return
  }
  const begin = new CreateMultipartUploadCommand(target)
  const { UploadId } = await byStorage(client.send(begin, options))
  const send = async (Body: Buffer, PartNumber: number) => {
    const part = new UploadPartCommand({ ...target, UploadId, PartNumber, Body })
    const { ETag } = await byStorage(client.send(part, options))
    return { PartNumber, ETag }
  }
  try {
    const sent = [await send(body, 1)]
    for await (const part of parts) sent.push(await send(part, sent.length + 1))
    const complete = { ...target, UploadId, MultipartUpload: { Parts: sent } }
    await byStorage(client.send(new CompleteMultipartUploadCommand(complete), options))
  } catch (error) {
    // Without the signal, because this must happen even after it aborted.
    await client.send(new AbortMultipartUploadCommand({ ...target, UploadId })).catch(() => {})
    throw error
  }
}

async function* listUploads(client: S3Client, Bucket: string): AsyncGenerator<MultipartUpload> {
  let from: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } | null = {}
  while (from) {
    const page: ListMultipartUploadsCommandOutput = await client.send(
      new ListMultipartUploadsCommand({ Bucket, ...from }),
    )
    yield* page.Uploads ?? []
    from = page.IsTruncated
      ? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker }
      : null
  }
}

/** Cuts a stream into parts of one size. The last one is shorter. */
async function* inParts(source: Readable): AsyncGenerator<Buffer, undefined> {
  let held: Buffer[] = []
  let length = 0
  for await (const piece of source as AsyncIterable<Buffer>) {
    held.push(piece)
    length += piece.length
    if (length < partBytes) continue
    const all = Buffer.concat(held, length)
    const whole = length - (length % partBytes)
    for (let at = 0; at < whole; at += partBytes) yield all.subarray(at, at + partBytes)
    held = [all.subarray(whole)]
    length -= whole
  }
  if (length > 0) yield Buffer.concat(held, length)
}
