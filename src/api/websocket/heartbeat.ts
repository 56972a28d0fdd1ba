// Ends connections whose client is gone. A machine or network that fails does not close its connections.
import type { ServerResponse } from 'node:http'
import { WebSocket } from 'ws'

export type Heartbeat = {
  /** Pings the socket when it is silent. Ends it if it does not answer. */
  watch(socket: WebSocket): void
  /** Ends an HTTP stream when its client stops reading. HTTP streams cannot be pinged. */
  watchStream(response: ServerResponse): void
  stop(): void
}

/** @param silentMs how long a socket may be silent before it is pinged, and again before it is ended. */
export function createHeartbeat(silentMs = 12_000): Heartbeat {
  /** Checks of the connections, one for each. */
  const looks = new Set<(now: number) => void>()
  // One timer checks all, but pings each connection at its own time: thousands of pings at once would delay other work.
  const timer = setInterval(() => {
    const now = performance.now()
    for (const look of looks) look(now)
  }, silentMs / 12).unref()

  return {
    watch(socket) {
      let heardAt = performance.now()
      let isPinged = false
      const hear = () => {
        heardAt = performance.now()
        isPinged = false
      }
      const look = (now: number) => {
        if (now - heardAt >= 2 * silentMs) socket.terminate()
        else if (now - heardAt >= silentMs && !isPinged && socket.readyState === WebSocket.OPEN) {
          isPinged = true
          socket.ping()
        }
      }
      looks.add(look)
      for (const sign of ['message', 'ping', 'pong']) socket.on(sign, hear)
      socket.once('close', () => looks.delete(look))
    },
    watchStream(response) {
      let written = 0
      let readAt = performance.now()
      const look = (now: number) => {
        const nowWritten = response.socket?.bytesWritten ?? 0
        if (response.writableLength === 0 || nowWritten !== written) readAt = now
        written = nowWritten
        // The client reconnects and resumes after its cursor.
        if (now - readAt >= 2 * silentMs) response.destroy()
      }
      looks.add(look)
      response.once('close', () => looks.delete(look))
    },
    stop: () => clearInterval(timer),
  }
}
