// One WebSocket: what is kept of it, who it belongs to, and what it may send and receive.
import type { IncomingMessage } from 'node:http'
import { CloseCode, type Server as ProtocolServer, type Context as SocketContext } from 'graphql-ws'
import { WebSocket } from 'ws'
import { maskError } from '../../graphql/errors.ts'
import type { ClientInfo } from '../../identity/actor.ts'
import { findSession } from '../../identity/session.ts'
import type { SessionChange } from '../../identity/session-watch.ts'
import { createBucket } from '../../platform/limits/cap.ts'
import type { Log } from '../../platform/log.ts'
import { clientInfo } from '../http/client.ts'
import { readSessionToken } from '../http/cookies.ts'
import type { GraphQLParts } from '../server.ts'
import { limits } from './live-connections.ts'

export type ConnectionParams = { authorization?: unknown }

/** What is kept of a connection. The request is not: thousands of sockets would keep the headers of each. */
export type Connection = {
  socket: WebSocket
  client: ClientInfo
  /** Kept until the session is found. */
  cookie: string | undefined
  sessionId: string | null
  /** Queries and mutations that run, including those whose client no longer waits for the answer. */
  running: number
  /** Called once the socket has closed. */
  onClose: (() => void)[]
}

/** A connection as graphql-ws hands it to its callbacks. */
export type Socket = SocketContext<ConnectionParams, Connection>

type Acceptance = {
  protocol: ProtocolServer<Connection>
  log: Log
  /** Gives the socket's place among those that have not signed in yet back. */
  leaveStrangers: () => void
}

/** Messages that a client may send: this many at once, and this many a second in the long run. */
const messages = { burst: 100, perSecond: 50 }

/**
 * How much may wait in memory for one client. A stream waits for its client by itself and then sends the newest
 * state. This bound is for answers, which nothing slows down.
 */
const maxBufferedBytes = 1024 * 1024

/** For a client over one of its limits. Clients of graphql-ws do not reconnect by themselves after this code. */
const tooMany = CloseCode.TooManyInitialisationRequests

/** Connects a new socket to the protocol. */
export function acceptSocket(socket: WebSocket, request: IncomingMessage, acceptance: Acceptance): void {
  const { protocol, log, leaveStrangers } = acceptance
  const client = clientInfo(request)
  const { cookie } = request.headers
  const connection: Connection = { socket, client, cookie, sessionId: null, running: 0, onClose: [] }
  const fail = (error: unknown) => {
    maskError(log, error)
    socket.close(CloseCode.InternalServerError, 'Internal server error')
  }
  const admit = createGate(socket)
  socket.on('error', (error) => log.info({ reason: error.message }, 'a WebSocket was closed'))
  // ws itself would answer pings without counting them.
  socket.on('ping', (data) => admit() && socket.pong(data))
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (text) => send(socket, text, log),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (handle) =>
        socket.on('message', (data) => {
          if (!admit()) return
          handle(String(data))
            .then(() => connection.sessionId && leaveStrangers())
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

/** Says of each message whether to handle it. A message over the rate closes the socket; after that none is handled. */
function createGate(socket: WebSocket): () => boolean {
  const isWithinRate = createBucket(messages)
  return () => {
    if (socket.readyState !== WebSocket.OPEN) return false
    if (isWithinRate()) return true
    socket.close(tooMany, 'Too many messages')
    return false
  }
}

/** Resolves once the operating system has taken the text. A stream waits for that, and so buffers one event at most. */
function send(socket: WebSocket, text: string, log: Log): Promise<void> {
  if (socket.readyState !== WebSocket.OPEN) return Promise.resolve()
  if (socket.bufferedAmount > maxBufferedBytes) {
    log.info({ waiting: socket.bufferedAmount }, 'a WebSocket was closed: its client takes nothing')
    // A close code would wait behind the rest. The client sees a broken connection, and reconnects.
    socket.terminate()
    return Promise.resolve()
  }
  // A failure shows as the socket's end.
  return new Promise((resolve) => socket.send(text, () => resolve()))
}

/** Finds the session of a new connection. Without one the socket closes with 4401, as clients expect. */
export async function authenticate(
  { extra, connectionParams }: Socket,
  parts: GraphQLParts,
): Promise<boolean> {
  const { services, origins, live } = parts
  const { authorization } = connectionParams ?? {}
  const given = typeof authorization === 'string' ? authorization : null
  const token = readSessionToken({ authorization: given, cookie: extra.cookie }, origins.secure)
  extra.cookie = undefined
  const session = token ? await findSession(services.db, token) : null
  // The client may have left meanwhile: nobody would give back what is taken after that.
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
  const unwatch = live.sessions.watch(session, (change) => closeFor(change, extra.socket))
  extra.onClose.push(leave, unwatch)
  return true
}

/** Closes a socket whose session changed. Clients sign in again after 4401, and reconnect after 4403 to see what is left. */
export function closeFor(change: SessionChange, socket: WebSocket): void {
  if (change === 'ended') socket.close(CloseCode.Unauthorized, 'Unauthorized')
  else socket.close(CloseCode.Forbidden, 'Forbidden')
}
