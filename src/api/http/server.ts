// The one HTTP server of a process, and its routes.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serveDisown } from '../../auth/notices/serve-disown.ts'
import { serveDownload, serveTicket } from '../../exports/download/serve-download.ts'
import { findSession } from '../../identity/session.ts'
import { sendError, sendJson } from '../../platform/http/http.ts'
import type { Services } from '../../platform/services.ts'
import type { GraphQLServer } from '../server.ts'
import { clientInfo, type Origins } from './client.ts'
import { readSessionToken } from './cookies.ts'

/** Answers a request whose path is its own, and says whether it was. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse, url: URL) => boolean

export type Routes = {
  services: Services
  origins: Origins
  graphql: GraphQLServer
  /** Null in production. */
  inbox: RequestHandler | null
  portal: (request: IncomingMessage, response: ServerResponse, path: string) => boolean
  isReady: () => Promise<boolean>
}

const downloadPath = /^\/exports\/([\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12})\/download$/
const ticketPath = /^\/downloads\/([^/]+)$/

/** The port is in use, or cannot be had. */
export class ListenError extends Error {
  override name = 'ListenError'
}

/**
 * Listens, and answers 503 until `routes` are given: the address must be known before the routes can be made.
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
    return `Port ${port} on ${host} is in use. Stop what runs there, or choose another one: PORT=${port < 65_535 ? port + 1 : 4000}`
  }
  if (error.code === 'EACCES')
    return `Port ${port} needs more rights than this user has. Choose one over 1023: PORT=4000`
  return `Cannot listen on ${host}:${port} (${error.code}). Check HOST and PORT.`
}

/** Until the routes are there. Without it Node would leave a request without any answer, for ever. */
function answerStarting(request: IncomingMessage, response: ServerResponse): void {
  if (request.url === '/health/live') {
    sendJson(response, 200, { status: 'live' })
    return
  }
  response.setHeader('Retry-After', '1')
  sendError(response, 503, 'STARTING', 'The server is starting. Try again in a moment.')
}

/** Sends each request where it belongs. */
export function serveRoutes(server: Server, routes: Routes): void {
  server.off('request', answerStarting)
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    route(routes, request, response).catch((error) => {
      routes.services.log.error({ err: error }, 'unexpected error in a request')
      if (response.headersSent) response.destroy()
      else
        sendError(
          response,
          500,
          'INTERNAL_SERVER_ERROR',
          'Something went wrong on our side. Try again in a moment.',
        )
    })
  })
}

async function route(routes: Routes, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = URL.parse(request.url ?? '/', 'http://_')
  if (!url) return sendError(response, 400, 'BAD_REQUEST', 'The address is not a valid one.')
  if (url.pathname === '/graphql') return void (await routes.graphql.handle(request, response))
  if (url.pathname === '/health/live') return sendJson(response, 200, { status: 'live' })
  if (url.pathname === '/health/ready') {
    const ready = await routes.isReady()
    return sendJson(response, ready ? 200 : 503, { status: ready ? 'ready' : 'not ready' })
  }
  const [, exportId] = downloadPath.exec(url.pathname) ?? []
  if (exportId) {
    const exchange = { request, response, client: clientInfo(request) }
    return serveDownload(routes.services, exchange, await sessionOf(routes, request), exportId)
  }
  const [, ticket] = ticketPath.exec(url.pathname) ?? []
  if (ticket) return serveTicket(routes.services, { request, response, client: clientInfo(request) }, ticket)
  // Its page is the portal's, as the pages of all mailed links are.
  if (url.pathname === '/not-me' && request.method !== 'GET' && request.method !== 'HEAD')
    return serveDisown(routes.services, request, response, clientInfo(request))
  if (routes.inbox?.(request, response, url)) return
  if (routes.portal(request, response, url.pathname)) return
  sendError(response, 404, 'NOT_FOUND', 'There is nothing at this address. The API is at /graphql.')
}

async function sessionOf({ services, origins }: Routes, request: IncomingMessage) {
  const token = readSessionToken(request.headers, origins.secure)
  return token ? findSession(services.db, token) : null
}
