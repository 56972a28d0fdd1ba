import { setTimeout as delay } from 'node:timers/promises'
import type { Log } from '../log.ts'

/**
 * Does some work now, and again after each pause. Logs a failure and continues.
 * @param work should finish early when its signal aborts.
 * @returns a function that stops, and waits for the current work.
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
