// Storages that do what storages should not: hang, refuse, and be full. They are real ones: a server that speaks S3 as
// far as it is asked to, and files that are no files.
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname } from 'node:path'

/** What a server says to a request, or that it takes it and says nothing. */
export type Answer = { status: number; body?: string } | 'silence'

export type FakeS3 = {
  url: URL
  /** What was asked, such as `PUT /bucket/some/1.enc`, with the parts of the query that matter. */
  requests: string[]
  stop(): void
}

/** Starts one that answers as it is told. */
export async function startFakeS3(answer: (request: string) => Answer): Promise<FakeS3> {
  const requests: string[] = []
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    // The client's own note of what it asks for.
    url.searchParams.delete('x-id')
    const asked = `${request.method} ${url.pathname}${url.search}`
    requests.push(asked)
    const said = answer(asked)
    if (said === 'silence') return
    request.resume().on('end', () => {
      response.writeHead(said.status, { 'Content-Type': 'application/xml', ETag: '"x"' }).end(said.body)
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: new URL(`s3://KEY:SECRET@127.0.0.1:${port}/bucket?tls=off`),
    requests,
    stop() {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** The error of S3 of that name. */
export const s3Error = (status: number, code: string): Answer => ({
  status,
  body: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>Inside of the storage</Message></Error>`,
})

export const s3Answer = (body: string): Answer => ({
  status: 200,
  body: `<?xml version="1.0" encoding="UTF-8"?>${body}`,
})

/**
 * Puts a pipe in the place of a file: it takes 64 KiB, and then nothing, as a disk that has stalled.
 * @returns what lets whoever writes to it go, with an error.
 */
export async function stallFile(path: string): Promise<() => void> {
  await mkdir(dirname(path), { recursive: true })
  execFileSync('mkfifo', [path])
  // For reading and writing, which waits for nobody.
  const descriptor = openSync(path, 'r+')
  return () => closeSync(descriptor)
}
