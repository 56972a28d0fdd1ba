// What a fan-out is measured against: ws alone, which holds sockets and sends each the same text.
import { type WebSocket, WebSocketServer } from 'ws'

const sockets: WebSocket[] = []
const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
server.on('connection', (socket) => sockets.push(socket))
server.on('listening', () => process.send?.((server.address() as { port: number }).port))

/** The text, and to which socket; to all where none is named. */
process.on('message', ({ text, to }: { text: string; to?: number }) => {
  for (const socket of to === undefined ? sockets : sockets.slice(to, to + 1)) socket.send(text)
})
