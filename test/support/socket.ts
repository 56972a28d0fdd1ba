// A WebSocket as it goes over the wire: what the client library does by itself, such as the first message, and
// what it never does, such as sending rubbish.

import { once } from 'node:events'
import { connect } from 'node:net'
import WebSocket, { type ClientOptions } from 'ws'

// biome-ignore lint/suspicious/noExplicitAny: whatever the server says
export type Message = any

export type RawSocket = {
  socket: WebSocket
  send(message: object | string): void
  /** The next message that has not been taken yet; rejects when the socket closes before it. */
  next(): Promise<Message>
  /** Sends an operation and returns its messages until it is over. */
  run(id: string, query: string, variables?: object): Promise<Message[]>
  closed: Promise<{ code: number; reason: string }>
}

/** Opens a socket and sends nothing. */
export async function openSocket(url: string, options: ClientOptions = {}): Promise<RawSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', options)
  const messages: Message[] = []
  const waiting: PromiseWithResolvers<Message>[] = []
  socket.on('message', (data) => {
    const message = JSON.parse(String(data))
    const first = waiting.shift()
    if (first) first.resolve(message)
    else messages.push(message)
  })
  let end: Error | undefined
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => {
      end = new Error(`The socket was closed: ${code} ${reason}`)
      for (const each of waiting) each.reject(end)
      resolve({ code, reason: String(reason) })
    })
  })
  await once(socket, 'open')
  const send = (message: object | string) =>
    socket.send(typeof message === 'string' ? message : JSON.stringify(message))
  const next = () => {
    if (messages.length > 0) return Promise.resolve(messages.shift())
    if (end) return Promise.reject(end)
    const wanted = Promise.withResolvers<Message>()
    waiting.push(wanted)
    return wanted.promise
  }
  return {
    socket,
    send,
    next,
    async run(id, query, variables) {
      send({ id, type: 'subscribe', payload: { query, variables } })
      const answer = [await next()]
      while (answer.at(-1).type === 'next') answer.push(await next())
      return answer
    },
    closed,
  }
}

/** Opens a socket, gives the session and waits for the server's consent. */
export async function openSignedIn(url: string, token: string): Promise<RawSocket> {
  const socket = await openSocket(url)
  socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } })
  const { type } = await socket.next()
  if (type !== 'connection_ack') throw new Error(`Expected connection_ack: ${type}`)
  return socket
}

/** The bytes of a request to open a WebSocket. */
export const upgradeRequest = (path: string, origin?: string): string =>
  [
    `GET ${path} HTTP/1.1`,
    'Host: localhost',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Protocol: graphql-transport-ws',
    ...(origin === undefined ? [] : [`Origin: ${origin}`]),
    '\r\n',
  ].join('\r\n')

/** Sends bytes over a connection of its own. Returns the first line of the answer once the server hung up or spoke. */
export async function sendBytes(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url)
  const connection = connect(Number(port), hostname)
  connection.write(bytes)
  const [data] = await once(connection, 'data')
  connection.destroy()
  return String(data).split('\r\n')[0] ?? ''
}

/** Sends bytes and breaks the connection off at once (RST), as a client whose network fails does. */
export async function sendAndBreakOff(url: string, bytes: string): Promise<void> {
  const { hostname, port } = new URL(url)
  const connection = connect(Number(port), hostname)
  connection.on('error', () => {})
  await once(connection, 'connect')
  await new Promise<void>((resolve) => connection.write(bytes, () => resolve()))
  connection.resetAndDestroy()
  await once(connection, 'close')
}
