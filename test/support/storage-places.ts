// The places where files can be kept: a directory, and a bucket behind a server that speaks S3.
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll } from 'vitest'

// s3rver carries no types.
const S3rver = createRequire(import.meta.url)('s3rver')

/** Opens a place in a directory of its own. */
type OpenPlace = (root: string) => Promise<{ url: string; close(): Promise<void> }>

export const openDirectory: OpenPlace = async (root) => ({
  url: pathToFileURL(join(root, 'exports')).href,
  close: async () => {},
})

export const openBucket: OpenPlace = async (root) => {
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory: root,
    configureBuckets: [{ name: 'bucket' }],
  })
  const { port } = await server.run()
  return { url: `s3://S3RVER:S3RVER@127.0.0.1:${port}/bucket?tls=off`, close: () => server.close() }
}

export type Place = {
  url: string
  /** Closes it before the end, and the connections that rest. */
  close(): Promise<void>
}

/** The place of a test file or a `describe`: open before its tests, gone after them. */
export function usePlace(open: OpenPlace): Place {
  let root: string
  let opened: Awaited<ReturnType<OpenPlace>> | undefined
  const place = {
    url: '',
    async close() {
      await opened?.close()
      opened = undefined
    },
  }
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'vestibule-place-'))
    opened = await open(root)
    place.url = opened.url
  })
  afterAll(async () => {
    await place.close()
    await rm(root, { recursive: true })
  })
  return place
}
