// One WebSocket: its state, its session and its limits.
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

/** The state of a connection. It does not hold the request, whose headers would fill memory with thousands of sockets. */
export type Connection = {
  socket: WebSocket
  client: ClientInfo
  /** Held until the session is found. */
  cookie: string | undefined
  sessionId: string | null
  /** The number of running queries and mutations, including those whose client no longer waits for the answer. */
  running: number
  /** To call when the socket closes. */
  onClose: (() => void)[]
}

/** A connection in the callbacks of graphql-ws. */
export type Socket = SocketContext<ConnectionParams, Connection>

type Acceptance = {
  protocol: ProtocolServer<Connection>
  log: Log
  /** Stops counting the socket as one that has not signed in yet. */
  leaveStrangers: () => void
}

/** How many messages a client may send: `burst` at once, and `perSecond` on average. */
const messages = { burst: 100, perSecond: 50 }

/**
 * How much may wait in memory for one client. Streams do not need this bound, because they wait for their client and then
 * send the newest state. Answers to queries do.
 */
const maxBufferedBytes = 1024 * 1024

/** Closes a client that exceeds a limit. Clients of graphql-ws do not reconnect by themselves after this code. */
const tooMany = CloseCode.TooManyInitialisationRequests

/** Hands a new socket to the protocol. */
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
  // ws would answer pings without counting them.
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

/** Returns a function that says whether to handle a message. A message over the rate closes the socket. */
function createGate(socket: WebSocket): () => boolean {
  const isWithinRate = createBucket(messages)
  return () => {
    if (socket.readyState !== WebSocket.OPEN) return false
    if (isWithinRate()) return true
    socket.close(tooMany, 'Too many messages')
    return false
  }
}

/** Resolves when the operating system has taken the text. Streams await it, so they buffer at most one event. */
function send(socket: WebSocket, text: string, log: Log): Promise<void> {
  if (socket.readyState !== WebSocket.OPEN) return Promise.resolve()
  if (socket.bufferedAmount > maxBufferedBytes) {
    log.info({ waiting: socket.bufferedAmount }, 'a WebSocket was closed: its client does not read')
    // A close code would wait behind the buffered text. The client sees a broken connection and reconnects.
    socket.terminate()
    return Promise.resolve()
  }
  // A failure closes the socket, so it is not handled here.
  return new Promise((resolve) => socket.send(text, () => resolve()))
}

/** Finds the session of a new connection. Without one, closes the socket with 4401, as clients expect. */
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
  // The client may have left meanwhile. Its close event is over, so nothing would release what is taken below.
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

/** Closes a socket whose session changed. Clients sign in again after 4401, and reconnect after 4403 with less access. */
export function closeFor(change: SessionChange, socket: WebSocket): void {
  if (change === 'ended') socket.close(CloseCode.Unauthorized, 'Unauthorized')
  else socket.close(CloseCode.Forbidden, 'Forbidden')
}
