// The API over WebSocket (graphql-transport-ws): the same schema, context and masking as over HTTP, for members who
// are signed in. Signing in is done over HTTP.

import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type DocumentNode, type ExecutionArgs, GraphQLError } from 'graphql'
import {
  CloseCode,
  GRAPHQL_TRANSPORT_WS_PROTOCOL,
  makeServer,
  type Server as ProtocolServer,
  type Context as SocketContext,
  type SubscribePayload,
} from 'graphql-ws'
import { type ServerOptions, WebSocket, WebSocketServer } from 'ws'
import type { AuthCookies, Context } from '../../graphql/context.ts'
import { maskError, UnauthenticatedError } from '../../graphql/errors.ts'
import type { ClientInfo } from '../../identity/actor.ts'
import { findSession, refreshSession } from '../../identity/session.ts'
import type { SessionChange } from '../../identity/session-watch.ts'
import { createBucket } from '../../platform/limits/cap.ts'
import type { Services } from '../../platform/services.ts'
import { clientInfo, isForeign } from '../http/client.ts'
import { readSessionToken } from '../http/cookies.ts'
import type { GraphQLParts, GraphQLServer } from '../server.ts'
import { limits } from './live-connections.ts'

type ConnectionParams = { authorization?: unknown }

/** What is kept of a connection. The request is not: thousands of sockets would keep the headers of each. */
type Connection = {
  socket: WebSocket
  client: ClientInfo
  /** Until the session is found. */
  cookie: string | undefined
  sessionId: string | null
  /** Queries and mutations that run, those included that nobody waits for any more. */
  running: number
  /** What is to be done once the socket has closed. */
  onClose: (() => void)[]
}
type Socket = SocketContext<ConnectionParams, Connection>

type Parts = GraphQLParts & { graphql: GraphQLServer }

const maxPayloadBytes = 64 * 1024

/** Messages that a client may send: so many at once, and so many a second in the long run. */
const messages = { burst: 100, perSecond: 50 }

/** Operations that one socket runs at the same time. */
const operationsPerSocket = 20

/**
 * What may wait in memory for a client to take it. A stream waits for its client by itself and then sends what is
 * newest; this is for answers, which nobody can slow down.
 */
const maxBufferedBytes = 1024 * 1024

/** How long a socket that was told to go has for its own goodbye. */
const goodbyeMs = 2_000

/** The client has had more than its share. Clients of graphql-ws do not come back by themselves after this code. */
const tooMany = CloseCode.TooManyInitialisationRequests

/** Serves WebSockets on `/graphql`. Returns a function that closes them all with 1001 (going away). */
export function serveWebSockets(server: Server, parts: Parts): () => Promise<void> {
  const { services, origins, live } = parts
  // `closeTimeout` is missing in the types of ws.
  const options: ServerOptions & { closeTimeout: number } = {
    noServer: true,
    maxPayload: maxPayloadBytes,
    autoPong: false,
    closeTimeout: goodbyeMs,
    handleProtocols: (offered) => offered.has(GRAPHQL_TRANSPORT_WS_PROTOCOL) && GRAPHQL_TRANSPORT_WS_PROTOCOL,
  }
  const sockets = new WebSocketServer(options)
  const protocol = createProtocol(parts)
  server.on('upgrade', (request, stream, head) => {
    // Node has taken its own listener off: unheard, a client that hangs up now would end the process.
    stream.on('error', () => stream.destroy())
    if (URL.parse(request.url ?? '/', 'http://_')?.pathname !== '/graphql')
      return refuse(stream, '404 Not Found')
    // A cookie travels with any page's WebSocket; only pages of our own origins may open one (ASVS 4.4.2).
    if (isForeign(request, origins)) return refuse(stream, '403 Forbidden')
    const leave = live.strangers.take(request.socket.remoteAddress ?? '')
    if (!leave) return refuse(stream, '503 Service Unavailable')
    stream.once('close', leave)
    sockets.handleUpgrade(request, stream, head, (socket) => {
      live.heartbeat.watch(socket)
      accept(socket, request, protocol, services, leave)
    })
  })
  return async () => {
    const told = [...sockets.clients]
    for (const socket of told) socket.close(1001, 'Going away')
    const timer = setTimeout(() => told.forEach((socket) => void socket.terminate()), goodbyeMs)
    await new Promise((resolve) => sockets.close(resolve))
    clearTimeout(timer)
  }
}

function refuse(stream: Duplex, status: string): void {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

/** The protocol (graphql-transport-ws) over the schema. It knows a socket by its `Connection`. */
function createProtocol(parts: Parts): ProtocolServer<Connection> {
  const { services, live } = parts
  return makeServer<ConnectionParams, Connection>({
    connectionInitWaitTimeout: 3_000,
    onConnect: (socket) =>
      authenticate(socket, parts).catch((error) => {
        maskError(services.log, error)
        socket.extra.socket.close(CloseCode.InternalServerError, 'Internal server error')
        return false
      }),
    // A bad document is answered, and the socket lives.
    onSubscribe: (socket, _id, payload) =>
      prepare(socket, payload, parts).catch((error) => [maskError(services.log, error)]),
    execute: (args) => (args as EnvelopedArgs).rootValue.execute(args),
    subscribe: (args) => (args as EnvelopedArgs).rootValue.subscribe(args),
    // A stream ends by itself when its session does. A client that is told so first would take it for done, and go.
    onComplete: async ({ subscriptions, extra }, id) => {
      if (subscriptions[id] && extra.sessionId) await live.sessions.look(extra.sessionId)
    },
  })
}

/** Connects a new socket to the protocol. `leave` gives its place among the strangers back. */
function accept(
  socket: WebSocket,
  request: IncomingMessage,
  protocol: ProtocolServer<Connection>,
  { log }: Services,
  leave: () => void,
): void {
  const client = clientInfo(request)
  const { cookie } = request.headers
  const connection: Connection = { socket, client, cookie, sessionId: null, running: 0, onClose: [] }
  const fail = (error: unknown) => {
    maskError(log, error)
    socket.close(CloseCode.InternalServerError, 'Internal server error')
  }
  const admit = createGate(socket)
  socket.on('error', (error) => log.info({ reason: error.message }, 'a WebSocket was closed'))
  // Not by ws itself, which would answer each before anybody counts them.
  socket.on('ping', (data) => admit() && socket.pong(data))
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (text) => send(socket, text, log),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (handle) =>
        socket.on('message', (data) => {
          if (!admit()) return
          // Known from then on, a stranger no longer.
          handle(String(data))
            .then(() => connection.sessionId && leave())
            .catch(fail)
        }),
    },
    connection,
  )
  socket.once('close', (code, reason) => {
    for (const each of connection.onClose) each()
    closed(code, String(reason)).catch(fail)
  })
}

/** Says of each message whether it is looked at: none over the rate, which ends the socket, and none after its end. */
function createGate(socket: WebSocket): () => boolean {
  const isWithinRate = createBucket(messages)
  return () => {
    if (socket.readyState !== WebSocket.OPEN) return false
    if (isWithinRate()) return true
    socket.close(tooMany, 'Too many messages')
    return false
  }
}

/** Resolves when the operating system has taken the text: a stream waits for its client, and so keeps one event at most. */
function send(socket: WebSocket, text: string, log: Services['log']): Promise<void> {
  if (socket.readyState !== WebSocket.OPEN) return Promise.resolve()
  if (socket.bufferedAmount > maxBufferedBytes) {
    log.info({ waiting: socket.bufferedAmount }, 'a WebSocket was closed: its client takes nothing')
    // A code would have to wait behind the rest. To the client it is a broken connection, which it makes again.
    socket.terminate()
    return Promise.resolve()
  }
  // That it failed is told by the end of the socket.
  return new Promise((resolve) => socket.send(text, () => resolve()))
}

/** Finds the session of a new connection. Without one the socket closes with 4401, as clients expect. */
async function authenticate({ extra, connectionParams }: Socket, parts: Parts): Promise<boolean> {
  const { services, origins, live } = parts
  const { authorization } = connectionParams ?? {}
  const given = typeof authorization === 'string' ? authorization : null
  const token = readSessionToken({ authorization: given, cookie: extra.cookie }, origins.secure)
  extra.cookie = undefined
  const session = token ? await findSession(services.db, token) : null
  // It may have left meanwhile: what is taken now would be given back by nobody.
  if (extra.socket.readyState !== WebSocket.OPEN) return false
  if (!session) {
    extra.socket.close(CloseCode.Unauthorized, 'Unauthorized')
    return false
  }
  const leave = live.sockets.take(session.teamMemberId)
  if (!leave) {
    extra.socket.close(tooMany, `More than ${limits.socketsPerMember} sockets`)
    return false
  }
  extra.sessionId = session.id
  extra.onClose.push(
    leave,
    live.sessions.watch(session, (change) => dismiss(extra.socket, change)),
  )
  return true
}

/** Clients know the codes: 4401 is to be signed in again, 4403 to connect again and see what may still be seen. */
function dismiss(socket: WebSocket, change: SessionChange): void {
  if (change === 'ended') socket.close(CloseCode.Unauthorized, 'Unauthorized')
  else socket.close(CloseCode.Forbidden, 'Forbidden')
}

type Enveloped = Pick<ReturnType<GraphQLServer['getEnveloped']>, 'execute' | 'subscribe'>
type EnvelopedArgs = ExecutionArgs & { rootValue: Enveloped }

/**
 * Parses and validates as Yoga does over HTTP, and looks at the session anew for each operation.
 * @returns what to run, or errors that the document has.
 */
async function prepare(socket: Socket, payload: SubscribePayload, { graphql, services }: Parts) {
  // One that was given up is no longer among the subscriptions, and yet runs to its end.
  const open = Object.keys(socket.subscriptions).length
  if (Math.max(open, socket.extra.running + 1) > operationsPerSocket) return [tooManyOperations()]
  // Without the request, which is a GET: Yoga would take each mutation for one by GET, and refuse it.
  const { schema, execute, subscribe, parse, validate } = graphql.getEnveloped({ params: payload })
  const document: DocumentNode = parse(payload.query)
  const errors: readonly GraphQLError[] = validate(schema, document)
  if (errors.length > 0) return errors
  const contextValue = await createContext(socket, services)
  if (!contextValue.session) {
    // Found before the watch could tell: the client hears of it in the same words, whoever is first.
    dismiss(socket.extra.socket, 'ended')
    return [new UnauthenticatedError()]
  }
  const rootValue: Enveloped = {
    execute: (args) => counted(socket.extra, () => execute(args)),
    subscribe,
  }
  return {
    schema,
    document,
    operationName: payload.operationName,
    variableValues: payload.variables,
    contextValue,
    rootValue,
  }
}

async function counted<T>(connection: Connection, run: () => T | Promise<T>): Promise<T> {
  connection.running += 1
  try {
    return await run()
  } finally {
    connection.running -= 1
  }
}

const tooManyOperations = () =>
  new GraphQLError(
    `One socket runs ${operationsPerSocket} operations at the same time. Complete one before the next.`,
    { extensions: { code: 'TOO_MANY_OPERATIONS' } },
  )

async function createContext({ extra }: Socket, services: Services): Promise<Context> {
  const session = extra.sessionId ? await refreshSession(services.db, extra.sessionId) : null
  return { services, session, client: extra.client, cookies: cookiesOverWebSocket }
}

const refuseCookies = () => {
  throw new GraphQLError('A cookie cannot be set over a WebSocket: send this by POST.', {
    extensions: { code: 'BAD_REQUEST' },
  })
}

const cookiesOverWebSocket: AuthCookies = {
  trustedDeviceTokens: [],
  ensureSettable: refuseCookies,
  setSession: refuseCookies,
  setTrustedDevice: refuseCookies,
  // Ending a session needs no cookie: its token opens nothing any more.
  clearSession: async () => {},
}
