// Finds the connections behind which nobody is any more. A machine or a network that vanishes closes none.
import type { ServerResponse } from 'node:http'
import { WebSocket } from 'ws'

export type Heartbeat = {
  /** Asks the socket whether it is still there, whenever it was silent for a while; ends it when it does not answer. */
  watch(socket: WebSocket): void
  /** Ends a stream over HTTP, which cannot be asked, when what was sent is not taken for as long. */
  watchStream(response: ServerResponse): void
  stop(): void
}

/** @param silentMs a socket that was not heard for so long is asked, and ended after as long again. */
export function createHeartbeat(silentMs = 12_000): Heartbeat {
  /** Each looks at its connection, and says itself what is to be done. */
  const looks = new Set<(now: number) => void>()
  // One timer for all, and each asked at its own time: thousands at once would hold everything else up.
  const timer = setInterval(() => {
    const now = performance.now()
    for (const look of looks) look(now)
  }, silentMs / 12).unref()

  return {
    watch(socket) {
      let heardAt = performance.now()
      let isAsked = false
      const hear = () => {
        heardAt = performance.now()
        isAsked = false
      }
      const look = (now: number) => {
        if (now - heardAt >= 2 * silentMs) socket.terminate()
        else if (now - heardAt >= silentMs && !isAsked && socket.readyState === WebSocket.OPEN) {
          isAsked = true
          socket.ping()
        }
      }
      looks.add(look)
      for (const sign of ['message', 'ping', 'pong']) socket.on(sign, hear)
      socket.once('close', () => looks.delete(look))
    },
    watchStream(response) {
      let written = 0
      let takenAt = performance.now()
      const look = (now: number) => {
        const nowWritten = response.socket?.bytesWritten ?? 0
        if (response.writableLength === 0 || nowWritten !== written) takenAt = now
        written = nowWritten
        // Its client connects again, and goes on after its cursor.
        if (now - takenAt >= 2 * silentMs) response.destroy()
      }
      looks.add(look)
      response.once('close', () => looks.delete(look))
    },
    stop: () => clearInterval(timer),
  }
}
