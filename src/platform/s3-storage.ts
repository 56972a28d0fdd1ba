// Files in a bucket of S3, or of anything that speaks its protocol.
import type { Readable } from 'node:stream'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'

type Target = { Bucket: string; Key: string }

/** S3 takes parts of 5 MiB at least, and 10,000 of them: files of up to 80 GB, with one part in memory at a time. */
const partBytes = 8 * 1024 * 1024

/**
 * A `Storage`: that it is one is checked in storage.ts, which imports this file.
 * @param url as `createStorage` describes it.
 */
export function createS3Storage(url: URL) {
  const client = createClient(url)
  const target = (key: string): Target => ({ Bucket: url.pathname.replace(/^\//, ''), Key: key })
  const remove = async (key: string): Promise<void> =>
    void (await client.send(new DeleteObjectCommand(target(key))))
  const list = (filter: { Prefix?: string; Delimiter?: string }) =>
    paginateListObjectsV2({ client }, { Bucket: target('').Bucket, ...filter })
  return {
    location: `s3://${url.host}${url.pathname}`,
    async put(key: string, source: Readable): Promise<void> {
      try {
        await upload(client, target(key), source)
      } catch (error) {
        source.destroy()
        // An object appears whole or not at all, but an upload that was completed may have failed to say so.
        await remove(key).catch(() => {})
        throw error
      }
    },
    async get(key: string): Promise<Readable> {
      const { Body } = await client.send(new GetObjectCommand(target(key)))
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
  }
}

function createClient(url: URL): S3Client {
  const scheme = url.searchParams.get('tls') === 'off' ? 'http' : 'https'
  return new S3Client({
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

/** S3 wants the length of each request, which a stream does not know: it goes up in parts whose length is known. */
async function upload(client: S3Client, target: Target, source: Readable): Promise<void> {
  const parts = inParts(source)
  const first = await parts.next()
  const body = first.value ?? Buffer.alloc(0)
  if (body.length < partBytes) {
    await client.send(new PutObjectCommand({ ...target, Body: body }))
    return
  }
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(target))
  try {
    const sent = [await uploadPart(client, { ...target, UploadId, PartNumber: 1 }, body)]
    for await (const part of parts) {
      sent.push(await uploadPart(client, { ...target, UploadId, PartNumber: sent.length + 1 }, part))
    }
    await client.send(
      new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts: sent } }),
    )
  } catch (error) {
    await client.send(new AbortMultipartUploadCommand({ ...target, UploadId })).catch(() => {})
    throw error
  }
}

async function uploadPart(
  client: S3Client,
  place: Target & { UploadId: string | undefined; PartNumber: number },
  body: Buffer,
): Promise<{ PartNumber: number; ETag: string | undefined }> {
  const { ETag } = await client.send(new UploadPartCommand({ ...place, Body: body }))
  return { PartNumber: place.PartNumber, ETag }
}

/** Cuts a stream into parts of one size; the last one is shorter. */
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
