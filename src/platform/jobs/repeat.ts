import { setTimeout as delay } from 'node:timers/promises'
import type { Log } from '../log.ts'

/**
 * Does something at once and then again and again. What fails is logged, and done the next time.
 * @returns what ends it, after the work under way.
 */
export function repeat(
  { name, everyMs, log }: { name: string; everyMs: number; log: Log },
  work: () => Promise<unknown>,
): () => Promise<void> {
  const stop = new AbortController()
  const { signal } = stop
  const run = async () => {
    while (!signal.aborted) {
      await work().catch((error) => log.warn({ err: error }, `${name} failed; trying again`))
      await delay(everyMs, undefined, { signal }).catch(() => {})
    }
  }
  const running = run()
  return () => {
    stop.abort()
    return running
  }
}
