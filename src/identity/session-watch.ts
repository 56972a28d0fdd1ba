// Watches the sessions that live connections of this process belong to: whoever holds a connection is told when its
// session is over, or may see less than it could when the connection began.

import { setTimeout as delay } from 'node:timers/promises'
import type { DatabaseServices } from '../platform/services.ts'
import { type CurrentSession, type LiveSession, refreshSession, sessionsTopic } from './session.ts'

/** `ended`: whoever it was is signed out. `access-lost`: the session lives, without the sensitive data. */
export type SessionChange = 'ended' | 'access-lost'

export type SessionWatch = {
  /** Calls `tell` once, at the first change; by what happened before this call as well. Returns what ends the watch. */
  watch(session: CurrentSession, tell: (change: SessionChange) => void): () => void
  /** Looks at a session now. Once this resolves, whoever watches it knows if it is over. */
  look(sessionId: string): Promise<void>
  stop(): void
}

/** A hint can be lost (events are no more than hints), so every session is looked at again after a while. */
const lookAgainMs = 30_000

/** After an error of the database: nobody is sent away for one, and nobody is forgotten. */
const retryMs = 500

/** A timer can fire a little early, and the longest that there can be is 24 days. */
const timerSlackMs = 20
const longestTimerMs = 2 ** 31 - 1

export function createSessionWatch({ db, events }: DatabaseServices): SessionWatch {
  const watched = new Map<string, WatchedSession>()
  const stopping = new AbortController()
  const interval = setInterval(() => {
    for (const session of watched.values()) void session.look()
  }, lookAgainMs).unref()

  function begin({ id, teamMemberId }: CurrentSession): WatchedSession {
    const read = () => refreshSession(db, id)
    const session = createWatchedSession(read, stopping.signal, () => {
      unsubscribe()
      watched.delete(id)
    })
    const unsubscribe = events.subscribe(sessionsTopic(teamMemberId), () => void session.look())
    watched.set(id, session)
    return session
  }

  return {
    watch(session, tell) {
      const one = watched.get(session.id) ?? begin(session)
      const unwatch = one.add(tell, session.sensitiveDataAccess)
      // It was read before anybody listened: what changed in between was heard by nobody.
      void one.look()
      return unwatch
    },
    look: async (sessionId) => watched.get(sessionId)?.look(),
    stop() {
      stopping.abort()
      clearInterval(interval)
      for (const session of watched.values()) session.end()
    },
  }
}

type WatchedSession = {
  add(tell: (change: SessionChange) => void, hadAccess: boolean): () => void
  /** Resolves when it has been read after this call, and what was found was told. */
  look(): Promise<void>
  end(): void
}

function createWatchedSession(
  read: () => Promise<LiveSession | null>,
  stopping: AbortSignal,
  onEnd: () => void,
): WatchedSession {
  /** Whom to tell, and whether they began with access to the sensitive data. */
  const watchers = new Map<(change: SessionChange) => void, boolean>()
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined
  let again = false
  let isOver = false

  function end(): void {
    if (isOver) return
    isOver = true
    clearTimeout(timer)
    onEnd()
  }

  function take(session: LiveSession | null): void {
    const told = [...watchers].filter(
      ([, hadAccess]) => !session || (hadAccess && !session.sensitiveDataAccess),
    )
    for (const [tell] of told) watchers.delete(tell)
    if (!session || watchers.size === 0) end()
    for (const [tell] of told) tell(session ? 'access-lost' : 'ended')
    if (isOver || !session) return
    if (session.sensitiveDataAccess) for (const tell of watchers.keys()) watchers.set(tell, true)
    clearTimeout(timer)
    // A session that nobody uses any more ends without an event.
    timer = setTimeout(look, Math.min(session.msLeft + timerSlackMs, longestTimerMs)).unref()
  }

  async function lookUntilSeen(): Promise<void> {
    while (again && !isOver && !stopping.aborted) {
      again = false
      try {
        take(await read())
      } catch {
        // Why is in the log of whatever else the database now refuses.
        again = true
        await delay(retryMs, undefined, { ref: false, signal: stopping }).catch(() => {})
      }
    }
    // At once, and not when this promise is settled: whoever asks in between would get an answer from before.
    looking = undefined
  }

  function look(): Promise<void> {
    again = true
    looking ??= lookUntilSeen()
    return looking
  }

  return {
    add(tell, hadAccess) {
      watchers.set(tell, hadAccess)
      return () => {
        if (watchers.delete(tell) && watchers.size === 0) end()
      }
    },
    look,
    end,
  }
}
