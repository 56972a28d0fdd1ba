// The loop behind every live stream of the API: read what is new, send it, wait for a hint, until the session ends. While
// the database is unreachable, a stream waits. It then continues from its place.

import { setTimeout as delay } from 'node:timers/promises'
import { isDatabaseAway } from '../platform/database/database-away.ts'
import type { Topic } from '../platform/events/events.ts'
import { cancellable, createWaker } from '../platform/events/waker.ts'
import type { DatabaseServices, Services } from '../platform/services.ts'
import { type CurrentSession, refreshSession, sessionsTopic } from './session.ts'

/** Items to send, in order. `next`: read again now (`more`), read at the next hint (`wait`), or end the stream. */
type Batch<T> = { items: T[]; next: 'more' | 'wait' | 'end' }

/**
 * Streams what `read` returns, and ends with the session. The session is read again before each item. While the database
 * is unreachable, nothing is sent and the stream does not end.
 * @param topics are announced when there may be something new.
 * @param read returns what is new. It may advance the stream's place only when it returns, because it runs again after an
 * error.
 * @param begin finds the first place. It runs before the stream listens, and the first read follows, so nothing is missed.
 */
export function streamWhileSignedIn<T>(
  { db, events, log }: DatabaseServices,
  { id: sessionId, teamMemberId }: CurrentSession,
  topics: Topic[],
  read: (session: CurrentSession) => Promise<Batch<T>>,
  begin: () => Promise<void> = async () => {},
): AsyncGenerator<T, void> {
  // biome-ignore lint/complexity/noExcessiveCognitiveComplexity: replay and live are one loop on purpose, read as one.
  return cancellable(async function* (signal) {
    const patiently = <R>(work: () => Promise<R>) => outlast(work, signal, log)
    const look = () => refreshSession(db, sessionId)
    await patiently(begin)
    const waker = createWaker()
    const unsubscribes = [...topics, sessionsTopic(teamMemberId)].map((topic) =>
      events.subscribe(topic, waker.wake),
    )
    try {
      for (;;) {
        const now = await patiently(async () => {
          const session = await look()
          return session && { session, ...(await read(session)) }
        })
        if (!now) return
        for (const [index, item] of now.items.entries()) {
          // The session may have ended while the client was reading the item before.
          if (index > 0 && !(await patiently(look))) return
          yield item
        }
        if (now.next === 'end') return
        // An idle session ends without an event, so the stream wakes up at that time too.
        if (now.next === 'wait') await waker.next(signal, now.session.msLeft)
      }
    } finally {
      for (const unsubscribe of unsubscribes) unsubscribe()
    }
  })
}

const firstWaitMs = 100
/** Long enough to spare a recovering database, and short enough to notice soon that it is back. */
const longestWaitMs = 5_000

/** Repeats the work while the database is unreachable. @returns null when the stream ended meanwhile. */
async function outlast<R>(
  work: () => Promise<R>,
  signal: AbortSignal,
  log: Services['log'],
): Promise<R | null> {
  for (let waitMs = firstWaitMs; !signal.aborted; waitMs = Math.min(2 * waitMs, longestWaitMs)) {
    try {
      return await work()
    } catch (error) {
      if (!isDatabaseAway(error)) throw error
      if (waitMs === firstWaitMs) log.info('a live stream waits for the database')
    }
    // Random, so that streams that lost the database together do not return together.
    await delay(waitMs * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => {})
  }
  return null
}
