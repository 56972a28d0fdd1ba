// Waits for hints inside an async generator.

type Waker = {
  wake(): void
  /**
   * Resolves at the next wake, or now if there was one since the last call. Also resolves when the signal aborts, and
   * after `atMostMs`.
   */
  next(signal: AbortSignal, atMostMs: number): Promise<void>
}

/** Wakes during the generator's work count as one, because its next read gets the newest state. */
export function createWaker(): Waker {
  let woken = false
  let resume = () => {}
  return {
    wake() {
      woken = true
      resume()
    },
    async next(signal, atMostMs) {
      if (!woken && !signal.aborted) {
        const { promise, resolve } = Promise.withResolvers<void>()
        resume = () => resolve()
        signal.addEventListener('abort', resume)
        const timer = setTimeout(resume, atMostMs)
        await promise
        clearTimeout(timer)
        // A stream waits once for each event, so its listeners would add up.
        signal.removeEventListener('abort', resume)
      }
      woken = false
    },
  }
}

/**
 * An async generator that can be ended while it waits. Without it, `return()` takes effect only after the wait, and the
 * stream of a client that left would stay until its next event.
 */
export function cancellable<T>(
  make: (signal: AbortSignal) => AsyncGenerator<T, void>,
): AsyncGenerator<T, void> {
  const controller = new AbortController()
  const generator = make(controller.signal)
  const end = generator.return.bind(generator)
  generator.return = (value) => {
    controller.abort()
    return end(value)
  }
  return generator
}
