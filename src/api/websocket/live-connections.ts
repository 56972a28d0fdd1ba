// What sockets and streams of server-sent events share: how many there may be, and who watches their sessions.
// The limits are of each process. A member may have as many again at each further server: they protect a process's
// memory and the database behind it, not a quota.
import { createSessionWatch, type SessionWatch } from '../../identity/session-watch.ts'
import { type Cap, createCap } from '../../platform/limits/cap.ts'
import type { DatabaseServices } from '../../platform/services.ts'
import { createHeartbeat, type Heartbeat } from './heartbeat.ts'

export const limits = {
  /** Of one member: a socket a tab. */
  socketsPerMember: 20,
  /** Of one member, over server-sent events: a stream is a connection of its own. */
  streamsPerMember: 60,
  /** Sockets that have not said yet who they are. Behind a proxy every client has its address. */
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
