// A way to a local port that can be cut, and that can fall silent: as a network does that loses what it is given.
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export type Relay = {
  port: number
  /** What is connected now stays connected, and nothing passes any more; new connections are not concerned. */
  fallSilent(): void
  /** Ends every connection, and every new one, until it is opened again. */
  close(): void
  open(): void
  stop(): void
}

/** A way to a local port. */
export async function startRelay(to: number): Promise<Relay> {
  const sockets: Socket[] = []
  let isOpen = true
  const server = createServer((client) => {
    if (!isOpen) return void client.destroy()
    const upstream = connect(to, '127.0.0.1')
    for (const socket of [client, upstream]) sockets.push(socket.on('error', () => {}))
    client.pipe(upstream).pipe(client)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    fallSilent() {
      for (const socket of sockets) socket.unpipe().pause()
    },
    close() {
      isOpen = false
      for (const socket of sockets) socket.destroy()
    },
    open() {
      isOpen = true
    },
    stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
