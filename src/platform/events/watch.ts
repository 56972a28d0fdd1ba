// Checks during long work whether it may continue.

import type { Log } from '../log.ts'
import type { Events, Topic } from './events.ts'
import { createWaker } from './waker.ts'

/** `ended` aborts when the work may no longer continue. `stop` ends the watch. */
export type Watch = { ended: AbortSignal; stop(): void }

/**
 * Checks now, at each hint of the topics, and every `everyMs` in case a hint was lost. A check that throws decides
 * nothing and is repeated.
 * @param reason the reason with which `ended` aborts.
 */
export function watch(
  { events, log }: { events: Pick<Events, 'subscribe'>; log: Log },
  { topics, everyMs, reason }: { topics: Topic[]; everyMs: number; reason: Error },
  mayGoOn: () => Promise<boolean>,
): Watch {
  const ended = new AbortController()
  const stopped = new AbortController()
  const waker = createWaker()
  const unsubscribes = topics.map((topic) => events.subscribe(topic, waker.wake))
  const look = async () => {
    while (!stopped.signal.aborted && !ended.signal.aborted) {
      const goOn = await mayGoOn().catch((error) => {
        log.warn({ err: error }, 'could not check whether work may continue; checking again')
        return true
      })
      if (!goOn) ended.abort(reason)
      else await waker.next(stopped.signal, everyMs)
    }
  }
  void look()
  return {
    ended: ended.signal,
    stop() {
      stopped.abort()
      for (const unsubscribe of unsubscribes) unsubscribe()
    },
  }
}
