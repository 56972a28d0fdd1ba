// The API over WebSocket (graphql-transport-ws): the same schema, context and masking as over HTTP, for members who
// are signed in. Signing in is done over HTTP.
import type { Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type DocumentNode, type ExecutionArgs, GraphQLError } from 'graphql'
import { CloseCode, type Context as SocketContext, type SubscribePayload } from 'graphql-ws'
import { type Extra, useServer } from 'graphql-ws/use/ws'
import { WebSocketServer } from 'ws'
import { findSession, refreshSession } from '../auth/session.ts'
import type { Services } from '../platform/services.ts'
import { clientInfo, isForeign, type Origins } from './client.ts'
import type { Context } from './context.ts'
import { type AuthCookies, readSessionToken } from './cookies.ts'
import { maskError } from './errors.ts'
import type { GraphQLServer } from './server.ts'

type ConnectionParams = { authorization?: unknown }
type Socket = SocketContext<ConnectionParams, Extra & { sessionId?: string }>

const maxPayloadBytes = 64 * 1024

/** How long a socket that was told to go has for its own goodbye. */
const goodbyeMs = 2_000

/** Serves WebSockets on `/graphql`. Returns a function that closes them all with 1001 (going away). */
export function serveWebSockets(
  server: Server,
  graphql: GraphQLServer,
  services: Services,
  origins: Origins,
): () => Promise<void> {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxPayloadBytes })
  const disposable = useServer<ConnectionParams, { sessionId?: string }>(
    {
      connectionInitWaitTimeout: 3_000,
      onConnect: (socket) =>
        authenticate(socket, services, origins).catch((error) => {
          maskError(services.log, error)
          socket.extra.socket.close(CloseCode.InternalServerError, 'Internal server error')
          return false
        }),
      // A bad document is answered, and the socket lives.
      onSubscribe: (socket, _id, payload) =>
        prepare(socket, payload, graphql, services).catch((error) => [maskError(services.log, error)]),
      execute: (args) => (args as EnvelopedArgs).rootValue.execute(args),
      subscribe: (args) => (args as EnvelopedArgs).rootValue.subscribe(args),
    },
    sockets,
  )
  server.on('upgrade', (request, stream, head) => {
    // Node has taken its own listener off: unheard, a client that hangs up now would end the process.
    stream.on('error', () => stream.destroy())
    if (URL.parse(request.url ?? '/', 'http://_')?.pathname !== '/graphql')
      return refuse(stream, '404 Not Found')
    // A cookie travels with any page's WebSocket; only pages of our own origins may open one (ASVS 4.4.2).
    if (isForeign(request, origins)) return refuse(stream, '403 Forbidden')
    sockets.handleUpgrade(request, stream, head, (socket) => {
      sockets.emit('connection', socket, request)
      // In place of the library's listener, which writes to the console and hears the first error alone.
      socket.removeAllListeners('error')
      socket.on('error', (error) => services.log.info({ reason: error.message }, 'a WebSocket was closed'))
    })
  })
  return async () => {
    const told = [...sockets.clients]
    const timer = setTimeout(() => told.forEach((socket) => void socket.terminate()), goodbyeMs)
    await disposable.dispose()
    clearTimeout(timer)
  }
}

function refuse(stream: Duplex, status: string): void {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

/** Finds the session of a new connection. Without one the socket closes with 4401, as clients expect. */
async function authenticate(socket: Socket, services: Services, origins: Origins): Promise<boolean> {
  const { authorization } = socket.connectionParams ?? {}
  const { cookie } = socket.extra.request.headers
  const given = typeof authorization === 'string' ? authorization : null
  const token = readSessionToken({ authorization: given, cookie }, origins.secure)
  const session = token ? await findSession(services.db, token) : null
  if (!session) {
    socket.extra.socket.close(CloseCode.Unauthorized, 'Unauthorized')
    return false
  }
  socket.extra.sessionId = session.id
  return true
}

type Enveloped = Pick<ReturnType<GraphQLServer['getEnveloped']>, 'execute' | 'subscribe'>
type EnvelopedArgs = ExecutionArgs & { rootValue: Enveloped }

/**
 * Parses and validates as Yoga does over HTTP, and looks at the session anew for each operation.
 * @returns what to run, or errors that the document has.
 */
async function prepare(
  socket: Socket,
  payload: SubscribePayload,
  graphql: GraphQLServer,
  services: Services,
) {
  // Without the request, which is a GET: Yoga would take each mutation for one by GET, and refuse it.
  const { schema, execute, subscribe, parse, validate } = graphql.getEnveloped({ params: payload })
  const document: DocumentNode = parse(payload.query)
  const errors: readonly GraphQLError[] = validate(schema, document)
  if (errors.length > 0) return errors
  return {
    schema,
    document,
    operationName: payload.operationName,
    variableValues: payload.variables,
    contextValue: await createContext(socket, services),
    rootValue: { execute, subscribe },
  }
}

async function createContext(socket: Socket, services: Services): Promise<Context> {
  const { sessionId, request } = socket.extra
  const session = sessionId ? await refreshSession(services.db, sessionId) : null
  return { services, session, client: clientInfo(request), cookies: cookiesOverWebSocket }
}

const refuseCookies = () => {
  throw new GraphQLError('A cookie cannot be set over a WebSocket: send this by POST.', {
    extensions: { code: 'BAD_REQUEST' },
  })
}

const cookiesOverWebSocket: AuthCookies = {
  trustedDeviceToken: null,
  ensureSettable: refuseCookies,
  setSession: refuseCookies,
  setTrustedDevice: refuseCookies,
  // Ending a session needs no cookie: its token opens nothing any more.
  clearSession: async () => {},
}
