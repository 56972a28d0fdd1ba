// Waiting for hints inside an async generator.

type Waker = {
  wake(): void
  /** Resolves at the next wake, or at once if there was one since the last time; when the signal aborts; or after a while. */
  next(signal: AbortSignal, atMostMs: number): Promise<void>
}

/** However many wakes come while the generator is busy, they are one: it reads the newest state anyway. */
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
        // A stream waits once an event, for as long as it lives: listeners left behind would add up.
        signal.removeEventListener('abort', resume)
      }
      woken = false
    },
  }
}

/**
 * An async generator that can be ended while it waits. By itself `return()` is only looked at when the wait is over,
 * so a client that left would be kept until its next event.
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
