import { once } from 'node:events'
import type { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/**
 * Yields what a transform makes of a source. An error of the source comes out unchanged. A consumer that stops closes
 * both, and whatever the source has open is closed when this returns.
 */
export async function* through(
  source: AsyncIterable<Buffer>,
  transform: Transform,
): AsyncGenerator<Buffer, void> {
  const fed = pipeline(source, transform)
  // The loop throws this error as well. Here it would count as unhandled.
  fed.catch(() => {})
  try {
    yield* transform as AsyncIterable<Buffer>
    await fed
  } finally {
    transform.destroy()
    if (!transform.closed) await once(transform, 'close')
    await fed.catch(() => {})
  }
}
