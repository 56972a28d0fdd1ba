// The janitor of a worker. It expires exports, removes files, and finds exports whose job was lost. It wakes when an
// export ends, when the next one expires, and once a minute in case it missed a hint.
import { createWaker } from '../../platform/events/waker.ts'
import type { Services } from '../../platform/services.ts'
import { requeueLost } from '../run/requeue-lost.ts'
import { janitorTopic } from './end-exports.ts'
import { expireExports } from './expire-exports.ts'
import { removeEndedFiles, removeUnfinished, sweepStorage } from './remove-files.ts'

const minuteMs = 60_000
const sweepEveryMs = 60 * minuteMs

/** Starts the janitor. Returns a function that stops it after the current step. */
export function startJanitor(services: Services): () => Promise<void> {
  const stop = new AbortController()
  const waker = createWaker()
  const unsubscribe = services.events.subscribe(janitorTopic, waker.wake)
  const working = work(services, waker, stop.signal)
  return async () => {
    stop.abort()
    unsubscribe()
    await working
  }
}

async function work(
  services: Services,
  waker: ReturnType<typeof createWaker>,
  signal: AbortSignal,
): Promise<void> {
  let sweptAt = Number.NEGATIVE_INFINITY
  while (!signal.aborted) {
    try {
      await tidyUp(services)
      if (performance.now() - sweptAt > sweepEveryMs) {
        await sweepStorage(services)
        await removeUnfinished(services)
        sweptAt = performance.now()
      }
    } catch (error) {
      services.log.warn({ err: error }, 'tidying up after exports failed; trying again')
    }
    await waker.next(signal, await msToNext(services))
  }
}

/** Does everything that is due now. */
export async function tidyUp(services: Services): Promise<void> {
  await expireExports(services)
  await removeEndedFiles(services)
  await requeueLost(services)
}

/** Milliseconds until the next export expires, by the database's clock. At most a minute. */
async function msToNext({ db }: Services): Promise<number> {
  const [next] = await db.$queryRaw<{ ms: number | null }[]>`
    SELECT (extract(epoch FROM min(expires_at) - now()) * 1000)::float8 AS ms FROM export WHERE status = 'COMPLETED'`.catch(
    () => [],
  )
  return Math.max(0, Math.min(next?.ms ?? minuteMs, minuteMs))
}
