import { setTimeout as delay } from 'node:timers/promises'
import type { Log } from '../log.ts'

/**
 * Does some work at once, and again after each pause. A failure is logged; the work is done again after the pause.
 * @param work is told by its signal to finish early.
 * @returns what ends it, after the work under way.
 */
export function repeat(
  { name, everyMs, log }: { name: string; everyMs: number; log: Log },
  work: (signal: AbortSignal) => Promise<unknown>,
): () => Promise<void> {
  const stop = new AbortController()
  const { signal } = stop
  const run = async () => {
    while (!signal.aborted) {
      await work(signal).catch((error) => log.warn({ err: error }, `${name} failed; trying again`))
      await delay(everyMs, undefined, { signal }).catch(() => {})
    }
  }
  const running = run()
  return () => {
    stop.abort()
    return running
  }
}
