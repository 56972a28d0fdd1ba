// The API over WebSocket (graphql-transport-ws), for signed-in members. Schema, context and masking are the same as over
// HTTP. Signing in is only possible over HTTP.
import type { Server } from 'node:http'
import type { Duplex } from 'node:stream'
import {
  CloseCode,
  GRAPHQL_TRANSPORT_WS_PROTOCOL,
  makeServer,
  type Server as ProtocolServer,
} from 'graphql-ws'
import { type ServerOptions, WebSocketServer } from 'ws'
import { maskError } from '../../graphql/errors.ts'
import { isForeign } from '../http/client.ts'
import type { GraphQLParts, GraphQLServer } from '../server.ts'
import { acceptSocket, authenticate, type Connection, type ConnectionParams } from './connection.ts'
import { prepareOperation, runPrepared } from './operation.ts'

type Parts = GraphQLParts & { graphql: GraphQLServer }

/** How long a client has to answer a close before its socket is ended. */
const goodbyeMs = 2_000

// `closeTimeout` is missing in the types of ws.
const socketOptions: ServerOptions & { closeTimeout: number } = {
  noServer: true,
  maxPayload: 64 * 1024,
  autoPong: false,
  closeTimeout: goodbyeMs,
  handleProtocols: (offered) => offered.has(GRAPHQL_TRANSPORT_WS_PROTOCOL) && GRAPHQL_TRANSPORT_WS_PROTOCOL,
}

/** Serves WebSockets on `/graphql`. Returns a function that closes them all with 1001 (going away). */
export function serveWebSockets(server: Server, parts: Parts): () => Promise<void> {
  const { services, origins, live } = parts
  const sockets = new WebSocketServer(socketOptions)
  const protocol = createProtocol(parts)
  server.on('upgrade', (request, stream, head) => {
    // Node has removed its own error listener. Without this one, a client that hangs up now would end the process.
    stream.on('error', () => stream.destroy())
    if (URL.parse(request.url ?? '/', 'http://_')?.pathname !== '/graphql')
      return refuse(stream, '404 Not Found')
    // Browsers send cookies with the WebSockets of any page, so only our own origins may open one (ASVS 4.4.2).
    if (isForeign(request, origins)) return refuse(stream, '403 Forbidden')
    const leaveStrangers = live.strangers.take(request.socket.remoteAddress ?? '')
    if (!leaveStrangers) return refuse(stream, '503 Service Unavailable')
    stream.once('close', leaveStrangers)
    sockets.handleUpgrade(request, stream, head, (socket) => {
      live.heartbeat.watch(socket)
      acceptSocket(socket, request, { protocol, log: services.log, leaveStrangers })
    })
  })
  return () => closeAll(sockets)
}

function refuse(stream: Duplex, status: string): void {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

/** The protocol graphql-transport-ws over the schema. */
function createProtocol(parts: Parts): ProtocolServer<Connection> {
  const { services, live } = parts
  return makeServer<ConnectionParams, Connection>({
    connectionInitWaitTimeout: 3_000,
    onConnect: (context) =>
      authenticate(context, parts).catch((error) => {
        maskError(services.log, error)
        context.extra.socket.close(CloseCode.InternalServerError, 'Internal server error')
        return false
      }),
    // Answers an invalid document with errors. The socket stays open.
    onSubscribe: (context, _id, payload) =>
      prepareOperation(context, payload, parts).catch((error) => [maskError(services.log, error)]),
    ...runPrepared,
    // A stream ends when its session does. If the client got `complete` first, it would think that the stream is done.
    // The look closes the socket with 4401 before that.
    onComplete: async ({ subscriptions, extra }, id) => {
      if (subscriptions[id] && extra.sessionId) await live.sessions.look(extra.sessionId)
    },
  })
}

async function closeAll(sockets: WebSocketServer): Promise<void> {
  const clients = [...sockets.clients]
  for (const socket of clients) socket.close(1001, 'Going away')
  const timer = setTimeout(() => {
    for (const socket of clients) socket.terminate()
  }, goodbyeMs)
  await new Promise((resolve) => sockets.close(resolve))
  clearTimeout(timer)
}
