import { once } from 'node:events'
import type { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/**
 * Yields what a transform makes of a source, as it comes. An error of the source comes out as it is; whoever stops
 * taking closes both, and what the source has open is closed when this returns.
 */
export async function* through(
  source: AsyncIterable<Buffer>,
  transform: Transform,
): AsyncGenerator<Buffer, void> {
  const fed = pipeline(source, transform)
  // Its error comes out of the loop as well: here it would be one that nobody handles.
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
