// Watches the sessions of this process's live connections. Tells a connection when its session ends or loses access to
// sensitive data.

import { setTimeout as delay } from 'node:timers/promises'
import type { DatabaseServices } from '../platform/services.ts'
import { type CurrentSession, type LiveSession, refreshSession, sessionsTopic } from './session.ts'

/** `ended`: the member is signed out. `access-lost`: the session continues without access to sensitive data. */
export type SessionChange = 'ended' | 'access-lost'

export type SessionWatch = {
  /** Calls `tell` once, at the first change, even one from before this call. Returns a function that ends the watch. */
  watch(session: CurrentSession, tell: (change: SessionChange) => void): () => void
  /** Reads a session now. If it has ended, its watchers have been told when this resolves. */
  look(sessionId: string): Promise<void>
  stop(): void
}

/** Hints can be lost, so every session is read again after a while. */
const lookAgainMs = 30_000

/** A read that fails is repeated: an error ends no session and drops no watcher. */
const retryMs = 500

/** A timer can fire a little early, and cannot be longer than 24 days. */
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
      // The caller read the session before this watch listened, so it may have missed a change.
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
  /** Resolves after a read that began after this call, when the watchers have been told. */
  look(): Promise<void>
  end(): void
}

function createWatchedSession(
  read: () => Promise<LiveSession | null>,
  stopping: AbortSignal,
  onEnd: () => void,
): WatchedSession {
  /** The watchers, each with whether it had access to sensitive data. */
  const watchers = new Map<(change: SessionChange) => void, boolean>()
  let timer: NodeJS.Timeout | undefined
  let isOver = false
  const look = createLook(read, take, () => isOver || stopping.aborted, stopping)

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
    // An idle session ends without an event.
    timer = setTimeout(look, Math.min(session.msLeft + timerSlackMs, longestTimerMs)).unref()
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

/**
 * Returns a function that reads a session and hands it to `take`. The function resolves when a read has been taken that
 * began after the call. Calls during a read share the next one.
 */
function createLook(
  read: () => Promise<LiveSession | null>,
  take: (session: LiveSession | null) => void,
  isOver: () => boolean,
  stopping: AbortSignal,
): () => Promise<void> {
  let looking: Promise<void> | undefined
  let again = false

  async function lookUntilRead(): Promise<void> {
    while (again && !isOver()) {
      again = false
      try {
        take(await read())
      } catch {
        // Not logged here: the requests that fail for the same reason log it.
        again = true
        await delay(retryMs, undefined, { ref: false, signal: stopping }).catch(() => {})
      }
    }
    // Reset now, not when this promise settles: a call in between would get a read that began before it.
    looking = undefined
  }

  return () => {
    again = true
    looking ??= lookUntilRead()
    return looking
  }
}
