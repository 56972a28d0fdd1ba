// Asks silent sockets whether they are still there. A machine or a network that vanishes closes no connection.
import { WebSocket } from 'ws'

export type Heartbeat = {
  watch(socket: WebSocket): void
  stop(): void
}

/** @param silentMs a socket that was not heard for so long is asked, and ended after as long again. */
export function createHeartbeat(silentMs = 12_000): Heartbeat {
  const sockets = new Map<WebSocket, { heardAt: number; asked: boolean }>()

  // One timer for all, and each asked at its own time: thousands at once would hold everything else up.
  const timer = setInterval(() => {
    const now = performance.now()
    for (const [socket, state] of sockets) {
      const silence = now - state.heardAt
      if (silence >= 2 * silentMs) socket.terminate()
      else if (silence >= silentMs && !state.asked && socket.readyState === WebSocket.OPEN) {
        state.asked = true
        socket.ping()
      }
    }
  }, silentMs / 12).unref()

  return {
    watch(socket) {
      const state = { heardAt: performance.now(), asked: false }
      const hear = () => {
        state.heardAt = performance.now()
        state.asked = false
      }
      sockets.set(socket, state)
      for (const sign of ['message', 'ping', 'pong']) socket.on(sign, hear)
      socket.once('close', () => sockets.delete(socket))
    },
    stop: () => clearInterval(timer),
  }
}
