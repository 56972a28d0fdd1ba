// Looking, while something long is under way, whether it may still go on.

import type { Log } from '../log.ts'
import type { Events, Topic } from './events.ts'
import { createWaker } from './waker.ts'

/** Aborts `ended` once it may not go on any more. `stop` ends the watch. */
export type Watch = { ended: AbortSignal; stop(): void }

/**
 * Looks at once, whenever one of the topics is announced, and every so often for hints that were lost. A look that
 * fails tells nothing: it is made again.
 * @param reason what `ended` is aborted with.
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
        log.warn({ err: error }, 'could not see whether something may go on; looking again')
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
