// The one HTTP server of a process, and its routes.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serveDisown } from '../../auth/notices/serve-disown.ts'
import { serveDownload, serveTicket } from '../../exports/download/serve-download.ts'
import { findSession } from '../../identity/session.ts'
import { isUuid } from '../../platform/database/uuid.ts'
import { sendError, sendJson } from '../../platform/http/http.ts'
import type { Services } from '../../platform/services.ts'
import type { GraphQLServer } from '../server.ts'
import { clientInfo, type Origins } from './client.ts'
import { readSessionToken } from './cookies.ts'

export type Routes = {
  services: Services
  origins: Origins
  graphql: GraphQLServer
  /** Answers requests for the inbox and returns true, or returns false. Null where there is no inbox. */
  inbox: ((request: IncomingMessage, response: ServerResponse, url: URL) => boolean) | null
  /** Answers requests for the portal and returns true, or returns false. */
  portal: (request: IncomingMessage, response: ServerResponse, path: string) => boolean
  isReady: () => Promise<boolean>
}

/** The server cannot listen on this port. */
export class ListenError extends Error {
  override name = 'ListenError'
}

/**
 * Listens, and answers 503 until `serveRoutes` is called. It listens first because the routes need the address.
 * @throws ListenError
 */
export async function listen(host: string, port: number): Promise<{ server: Server; address: AddressInfo }> {
  const server = createServer(answerStarting)
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new ListenError(describe(error, host, port))),
    )
    server.listen(port, host, resolve)
  })
  return { server, address: server.address() as AddressInfo }
}

function describe(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === 'EADDRINUSE') {
    return `Port ${port} on ${host} is in use. Stop the program that uses it, or choose another port: PORT=${port < 65_535 ? port + 1 : 4000}`
  }
  if (error.code === 'EACCES')
    return `This user may not listen on port ${port}. Choose a port above 1023: PORT=4000`
  return `Cannot listen on ${host}:${port} (${error.code}). Check HOST and PORT.`
}

/** Answers requests that arrive before the routes exist. Node would never answer them. */
function answerStarting(request: IncomingMessage, response: ServerResponse): void {
  if (request.url === '/health/live') {
    sendJson(response, 200, { status: 'live' })
    return
  }
  response.setHeader('Retry-After', '1')
  sendError(response, 503, 'STARTING', 'The server is starting. Try again in a moment.')
}

/** Routes each request to the first match in `table`, or else to the inbox or the portal. */
export function serveRoutes(server: Server, routes: Routes): void {
  server.off('request', answerStarting)
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    route(routes, request, response).catch((error) => answerUnexpected(routes, response, error))
  })
}

/** One request and its response. */
type Exchange = { routes: Routes; request: IncomingMessage; response: ServerResponse }

/** Answers a request. `part` is the text that the path's group matched. */
type Answer = (exchange: Exchange, part: string) => unknown

const table: [path: RegExp, answer: Answer][] = [
  [/^\/graphql$/, ({ routes, request, response }) => routes.graphql.handle(request, response)],
  [/^\/health\/live$/, ({ response }) => sendJson(response, 200, { status: 'live' })],
  [/^\/health\/ready$/, answerReady],
  [/^\/exports\/([^/]+)\/download$/, answerDownload],
  [/^\/downloads\/([^/]+)$/, answerTicket],
  [/^(\/not-me)$/, answerNotMe],
]

async function route(routes: Routes, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = URL.parse(request.url ?? '/', 'http://_')
  if (!url) return sendError(response, 400, 'BAD_REQUEST', 'This is not a valid address.')
  for (const [path, answer] of table) {
    const match = path.exec(url.pathname)
    if (match) return void (await answer({ routes, request, response }, match[1] ?? ''))
  }
  if (routes.inbox?.(request, response, url)) return
  answerPage({ routes, request, response }, url.pathname)
}

function answerPage({ routes, request, response }: Exchange, path: string): void {
  if (!routes.portal(request, response, path)) sendNotFound(response)
}

function sendNotFound(response: ServerResponse): void {
  sendError(response, 404, 'NOT_FOUND', 'There is nothing at this address. The API is at /graphql.')
}

async function answerReady({ routes, response }: Exchange): Promise<void> {
  const ready = await routes.isReady()
  sendJson(response, ready ? 200 : 503, { status: ready ? 'ready' : 'not ready' })
}

async function answerDownload({ routes, request, response }: Exchange, exportId: string): Promise<void> {
  if (!isUuid(exportId)) return sendNotFound(response)
  const { services, origins } = routes
  const token = readSessionToken(request.headers, origins.secure)
  const session = token ? await findSession(services.db, token) : null
  await serveDownload(services, { request, response, client: clientInfo(request) }, session, exportId)
}

function answerTicket({ routes, request, response }: Exchange, ticket: string): Promise<void> {
  return serveTicket(routes.services, { request, response, client: clientInfo(request) }, ticket)
}

/** The portal serves the page, as it does for all mailed links. The API handles the POST of its button. */
function answerNotMe(exchange: Exchange, path: string): void | Promise<void> {
  const { routes, request, response } = exchange
  if (request.method === 'GET' || request.method === 'HEAD') return answerPage(exchange, path)
  return serveDisown(routes.services, request, response, clientInfo(request))
}

function answerUnexpected({ services }: Routes, response: ServerResponse, error: unknown): void {
  services.log.error({ err: error }, 'unexpected error in a request')
  if (response.headersSent) {
    response.destroy()
    return
  }
  const message = 'Something went wrong on our side. Try again in a moment.'
  sendError(response, 500, 'INTERNAL_SERVER_ERROR', message)
}
