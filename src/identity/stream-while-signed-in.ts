// What every live stream of the API is: read what there is to send, send it, wait for a hint, for as long as the session
// lives. It outlives a database that is away, and goes on where it was.

import { setTimeout as delay } from 'node:timers/promises'
import { isPassing } from '../platform/database/database-away.ts'
import type { Topic } from '../platform/events/events.ts'
import { cancellable, createWaker } from '../platform/events/waker.ts'
import type { DatabaseServices, Services } from '../platform/services.ts'
import { type CurrentSession, refreshSession, sessionsTopic } from './session.ts'

/** What is to be sent, in order, and how the stream goes on after it: more at once, at a hint, or not at all. */
export type Batch<T> = { items: T[]; next: 'more' | 'wait' | 'end' }

/**
 * Streams what `read` gives, and ends with the session, which is read again before each item: while it cannot be read,
 * nothing is sent and nothing ends.
 * @param topics what is announced when there may be something new.
 * @param read keeps the stream's place, and moves it on when it returns: when it throws it is called again.
 * @param begin finds that place. It comes before the listening: what happens once a stream listens is never before it.
 */
export function streamWhileSignedIn<T>(
  { db, events, log }: DatabaseServices,
  { id: sessionId, teamMemberId }: CurrentSession,
  topics: Topic[],
  read: (session: CurrentSession) => Promise<Batch<T>>,
  begin: () => Promise<void> = async () => {},
): AsyncGenerator<T, void> {
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
          // The consumer may have taken its time over the one before: the session may be over by now.
          if (index > 0 && !(await patiently(look))) return
          yield item
        }
        if (now.next === 'end') return
        // A session that nobody uses any more ends without an event: this looks again when it does.
        if (now.next === 'wait') await waker.next(signal, now.session.msLeft)
      }
    } finally {
      for (const unsubscribe of unsubscribes) unsubscribe()
    }
  })
}

const firstWaitMs = 100
/** The database is back for a while before streams notice; many of them at once would not let it come back. */
const longestWaitMs = 5_000

/** Does the work, again and again while the database is away. Null when the stream was ended meanwhile. */
async function outlast<R>(
  work: () => Promise<R>,
  signal: AbortSignal,
  log: Services['log'],
): Promise<R | null> {
  for (let waitMs = firstWaitMs; !signal.aborted; waitMs = Math.min(2 * waitMs, longestWaitMs)) {
    try {
      return await work()
    } catch (error) {
      if (!isPassing(error)) throw error
      if (waitMs === firstWaitMs) log.info('a live stream waits for the database')
    }
    // Streams that were cut off together do not come back together.
    await delay(waitMs * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => {})
  }
  return null
}
