// The file over HTTP: GET /exports/ID/download for the signed-in member who asked for it, and GET /downloads/TOKEN
// with a ticket of theirs. HEAD tells what GET would send; ranges resume a download that broke off.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ClientInfo } from '../../identity/actor.ts'
import type { CurrentSession } from '../../identity/session.ts'
import { sendError } from '../../platform/http/http.ts'
import { type Part, selectPart } from '../../platform/http/http-range.ts'
import { countTry, describeWait, type RateLimit } from '../../platform/limits/rate-limit.ts'
import type { ExportServices } from '../../platform/services.ts'
import { contentTypeOf, exportFileName } from '../describe.ts'
import type { DownloadRequest } from './download-request.ts'
import { findTicket } from './download-ticket.ts'
import { FileUnavailableError, findDownload, openDownload, type StoredFile } from './open-download.ts'
import { watchDownload } from './watch-download.ts'

/** A request over HTTP, and from where it comes. */
export type Exchange = { request: IncomingMessage; response: ServerResponse; client: ClientInfo }

/** A part counts like a whole: each reads the file from its start. A download manager asks for a dozen parts. */
const downloadLimit: RateLimit = {
  name: 'downloads',
  limit: 120,
  windowSeconds: 10 * 60,
  blockSeconds: 10 * 60,
}

const notFound = {
  session: 'There is no such export, or its file is gone.',
  ticket: 'This link was used already, is too old, or never was. Ask for a new one.',
}

/** Answers with the file, or with the same 404 for whatever this member may not have. */
export async function serveDownload(
  services: ExportServices,
  exchange: Exchange,
  session: CurrentSession | null,
  exportId: string,
): Promise<void> {
  const { response, client } = exchange
  if (!isReading(exchange)) return
  if (!session)
    return sendError(response, 401, 'UNAUTHENTICATED', 'You are not signed in. Sign in and try again.')
  await serveFile(services, exchange, { exportId, session, client, ticket: null })
}

/** Answers with the file that a ticket is for, or with the same 404 for one that was used, is too old or never was. */
export async function serveTicket(
  services: ExportServices,
  exchange: Exchange,
  token: string,
): Promise<void> {
  const { request, response, client } = exchange
  // The address is the secret: what the file may link to does not get it.
  response.setHeader('Referrer-Policy', 'no-referrer')
  if (!isReading(exchange)) return
  // A browser that guesses where its user will go would use the ticket up before they do.
  if (/\bprefetch\b/.test(`${request.headers['sec-purpose']} ${request.headers.purpose}`)) {
    return sendError(response, 403, 'PREFETCH_REFUSED', 'This link works once: it is not fetched in advance.')
  }
  const asked = await findTicket(services.db, token, client)
  if (!asked) return sendError(response, 404, 'NOT_FOUND', notFound.ticket)
  await serveFile(services, exchange, asked)
}

function isReading({ request, response }: Exchange): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return true
  response.setHeader('Allow', 'GET, HEAD')
  sendError(response, 405, 'METHOD_NOT_ALLOWED', 'This address does not take that method.')
  return false
}

async function serveFile(
  services: ExportServices,
  { request, response }: Exchange,
  asked: DownloadRequest,
): Promise<void> {
  const left = new AbortController()
  response.once('close', () => left.abort())
  try {
    const file = await findDownload(services, asked)
    if (!file) return sendNotFound(response, asked)
    const etag = `"${file.sha256}"`
    const selected = selectPart(request, { etag, size: file.byteSize })
    if (!('start' in selected)) return refuse(response, selected.status, etag, file.byteSize)
    const headers = describeAnswer(file, selected, etag)
    // Nothing is opened: nothing is counted, and a ticket stays unused.
    if (request.method === 'HEAD') {
      response.writeHead(200, headers).end()
      return
    }
    const wait = await countTry(services.db, downloadLimit, asked.session.teamMemberId)
    if (wait !== null) return sendTooMany(response, wait)
    const content = await openDownload(services, asked, file, selected, left.signal)
    if (!content) return sendNotFound(response, asked)
    response.writeHead(selected.status, headers)
    await send(services, response, asked, content)
  } catch (error) {
    answerFailure(services, response, asked.exportId, error)
  }
}

/** Sends what was admitted, for as long as it may be had. */
async function send(
  services: ExportServices,
  response: ServerResponse,
  asked: DownloadRequest,
  content: AsyncGenerator<Buffer, void>,
): Promise<void> {
  const allowed = watchDownload(services, asked)
  try {
    await pipeline(Readable.from(content), response, { signal: allowed.ended })
  } catch (error) {
    if (!allowed.ended.aborted) throw error
    // Cut off, so that the client sees less than Content-Length and takes nothing for whole.
    response.destroy()
    services.log.info({ exportId: asked.exportId }, 'download ended: its member may not have it any more')
  } finally {
    allowed.stop()
  }
}

function sendTooMany(response: ServerResponse, seconds: number): void {
  response.setHeader('Retry-After', seconds)
  const message = `You have downloaded too much in a short time. Try again in ${describeWait(seconds)}.`
  sendError(response, 429, 'RATE_LIMITED', message)
}

const sendNotFound = (response: ServerResponse, { ticket }: DownloadRequest): void =>
  sendError(response, 404, 'NOT_FOUND', ticket ? notFound.ticket : notFound.session)

/** What a condition or a range leads to instead of bytes. */
function refuse(response: ServerResponse, status: 304 | 412 | 416, etag: string, size: number): void {
  response.setHeader('ETag', etag)
  if (status === 304) {
    response.writeHead(304, { 'Cache-Control': 'no-store' }).end()
    return
  }
  if (status === 412) {
    sendError(response, 412, 'PRECONDITION_FAILED', 'The file is not the one that If-Match names.')
    return
  }
  response.setHeader('Content-Range', `bytes */${size}`)
  sendError(response, 416, 'RANGE_NOT_SATISFIABLE', `The file has ${size} bytes: the range is outside it.`)
}

function describeAnswer(
  file: StoredFile,
  { status, start, end }: Part & { status: 200 | 206 },
  etag: string,
): Record<string, string | number> {
  return {
    'Content-Type': contentTypeOf(file.format),
    'Content-Length': end - start,
    ...(status === 206 && { 'Content-Range': `bytes ${start}-${end - 1}/${file.byteSize}` }),
    'Accept-Ranges': 'bytes',
    ETag: etag,
    // The name is plain ASCII of our own making, so neither quoting nor RFC 8187 has anything to do.
    'Content-Disposition': `attachment; filename="${exportFileName(file)}"`,
    // The manifest, of the whole file whatever part of it this is (RFC 9530).
    'Repr-Digest': `sha-256=:${Buffer.from(file.sha256, 'hex').toString('base64')}:`,
    'X-Export-Row-Count': file.rowCount,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox",
  }
}

function answerFailure(
  { log }: ExportServices,
  response: ServerResponse,
  exportId: string,
  error: unknown,
): void {
  // A file that fails midway destroys the response as well: only the error tells the two apart.
  const { code, name } = error as NodeJS.ErrnoException
  if (code === 'ERR_STREAM_PREMATURE_CLOSE' || name === 'AbortError') {
    log.info({ exportId }, 'download broken off by the client')
    return
  }
  log.error({ err: error, exportId }, 'download failed')
  if (response.headersSent) {
    // Cut off, so that the client sees less than Content-Length and takes nothing for whole.
    response.destroy()
  } else if (error instanceof FileUnavailableError) {
    sendError(response, 410, error.code, error.message)
  } else {
    throw error
  }
}
