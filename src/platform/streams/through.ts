import { once } from 'node:events'
import type { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/**
 * Yields the output of a transform for a source. An error of the source comes out unchanged. When the consumer stops,
 * both close; when this returns, everything the source had open is closed.
 */
export async function* through(
  source: AsyncIterable<Buffer>,
  transform: Transform,
): AsyncGenerator<Buffer, void> {
  const fed = pipeline(source, transform)
  // The loop below throws this error too. Without this handler it would count as unhandled.
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
