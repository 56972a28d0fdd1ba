// What WebSockets and server-sent events share: their limits, the watch on their sessions, and the heartbeat. Each
// process counts its own connections. The limits protect its memory and the database. They are not a quota: a member may
// have as many connections to another server.
import { createSessionWatch, type SessionWatch } from '../../identity/session-watch.ts'
import { type Cap, createCap } from '../../platform/limits/cap.ts'
import type { DatabaseServices } from '../../platform/services.ts'
import { createHeartbeat, type Heartbeat } from './heartbeat.ts'

export const limits = {
  /** A browser opens one socket for each tab. */
  socketsPerMember: 20,
  /** Server-sent events: each stream has its own connection. */
  streamsPerMember: 60,
  /** Sockets that have not signed in yet. Behind a proxy, all clients have the proxy's address. */
  strangersPerAddress: 500,
  strangers: 2_000,
} as const

export type LiveConnections = {
  sessions: SessionWatch
  sockets: Cap
  streams: Cap
  strangers: Cap
  heartbeat: Heartbeat
  stop(): void
}

export function createLiveConnections(services: DatabaseServices): LiveConnections {
  const sessions = createSessionWatch(services)
  const heartbeat = createHeartbeat()
  return {
    sessions,
    heartbeat,
    sockets: createCap({ each: limits.socketsPerMember }),
    streams: createCap({ each: limits.streamsPerMember }),
    strangers: createCap({ each: limits.strangersPerAddress, all: limits.strangers }),
    stop() {
      sessions.stop()
      heartbeat.stop()
    },
  }
}
