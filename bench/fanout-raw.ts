// The peer of the fan-out: plain ws. It holds sockets and sends each the same text.
import { type WebSocket, WebSocketServer } from 'ws'

const sockets: WebSocket[] = []
const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
server.on('connection', (socket) => sockets.push(socket))
server.on('listening', () => process.send?.((server.address() as { port: number }).port))

/** The text, and its socket. Without a socket, the text goes to all. */
process.on('message', ({ text, to }: { text: string; to?: number }) => {
  for (const socket of to === undefined ? sockets : sockets.slice(to, to + 1)) socket.send(text)
})
