// Serves files over HTTP: GET /exports/ID/download for the signed-in owner of the export, and GET /downloads/TOKEN with
// one of their tickets. HEAD returns the headers of GET. Ranges resume an interrupted download.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ClientInfo } from '../../identity/actor.ts'
import type { CurrentSession } from '../../identity/session.ts'
import { sendError } from '../../platform/http/http.ts'
import { selectPart } from '../../platform/http/http-range.ts'
import { countTry, type RateLimit } from '../../platform/limits/rate-limit.ts'
import type { ExportServices } from '../../platform/services.ts'
import {
  answerFailure,
  describeAnswer,
  etagOf,
  sendNotFound,
  sendTooMany,
  sendUnmet,
} from './answer-download.ts'
import type { DownloadRequest } from './download-request.ts'
import { findTicket } from './download-ticket.ts'
import { findDownload, openDownload } from './open-download.ts'
import { watchDownload } from './watch-download.ts'

/** A request, its response and its client. */
type Exchange = { request: IncomingMessage; response: ServerResponse; client: ClientInfo }

/**
 * A part counts like a whole file, because both are read from the file's start. A download manager requests about a dozen
 * parts.
 */
const downloadLimit: RateLimit = {
  name: 'downloads',
  limit: 120,
  windowSeconds: 10 * 60,
  blockSeconds: 10 * 60,
}

/** Answers with the file, or with the same 404 for every export that this member may not download. */
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
  await serveFile(services, exchange, { exportId, actor: { session, client }, ticket: null })
}

/** Answers with the file of a ticket, or with the same 404 for a ticket that was used, expired or never existed. */
export async function serveTicket(
  services: ExportServices,
  exchange: Exchange,
  token: string,
): Promise<void> {
  const { request, response, client } = exchange
  // The address is a secret, so pages that the file links to must not get it.
  response.setHeader('Referrer-Policy', 'no-referrer')
  if (!isReading(exchange)) return
  // A browser that loads links in advance would use the ticket up before its user does.
  if (/\bprefetch\b/.test(`${request.headers['sec-purpose']} ${request.headers.purpose}`)) {
    return sendError(
      response,
      403,
      'PREFETCH_REFUSED',
      'This link works once, so it cannot be fetched in advance.',
    )
  }
  const ticket = await findTicket(services.db, token, client)
  if (ticket.outcome !== 'live') return sendNotFound(response, 'ticket')
  await serveFile(services, exchange, ticket.request)
}

function isReading({ request, response }: Exchange): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return true
  response.setHeader('Allow', 'GET, HEAD')
  sendError(response, 405, 'METHOD_NOT_ALLOWED', 'This address supports only GET and HEAD.')
  return false
}

async function serveFile(
  services: ExportServices,
  { request, response }: Exchange,
  asked: DownloadRequest,
): Promise<void> {
  const left = new AbortController()
  response.once('close', () => left.abort())
  const sentWith = asked.ticket ? 'ticket' : 'session'
  try {
    const found = await findDownload(services, asked)
    if (found.outcome === 'not-found') return sendNotFound(response, sentWith)
    const { file } = found
    const selected = selectPart(request, { etag: etagOf(file), size: file.byteSize })
    if (!('start' in selected)) return sendUnmet(response, selected.status, file)
    const headers = describeAnswer(file, selected)
    // HEAD does not open the file, is not counted, and does not use a ticket up.
    if (request.method === 'HEAD') {
      response.writeHead(200, headers).end()
      return
    }
    const wait = await countTry(services.db, downloadLimit, asked.actor.session.teamMemberId)
    if (wait !== null) return sendTooMany(response, wait)
    const opened = await openDownload(services, asked, file, selected, left.signal)
    if (opened.outcome !== 'opened') return sendNotFound(response, sentWith)
    response.writeHead(selected.status, headers)
    await send(services, response, asked, opened.content)
  } catch (error) {
    answerFailure(services, response, asked.exportId, error)
  }
}

/** Sends an admitted download, until it is complete or the access ends. */
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
    // Cut off, so that the client gets fewer bytes than Content-Length and knows that the file is incomplete.
    response.destroy()
    services.log.info({ exportId: asked.exportId }, 'download cut off: the member lost access to the file')
  } finally {
    allowed.stop()
  }
}
