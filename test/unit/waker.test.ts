import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { cancellable, createWaker } from '../../src/platform/events/waker.ts'

const never = new AbortController().signal

/** Whether a promise is settled once everything that is ready has run. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false
  void promise.then(() => {
    settled = true
  })
  await new Promise((resolve) => setImmediate(resolve))
  return settled
}

const minute = 60_000

describe('a waker', () => {
  it('waits for the next wake', async () => {
    const waker = createWaker()
    const next = waker.next(never, minute)
    expect(await isSettled(next)).toBe(false)
    waker.wake()
    expect(await isSettled(next)).toBe(true)
  })

  it('remembers a wake that came while nobody waited, and takes several for one', async () => {
    const waker = createWaker()
    for (const _ of [1, 2, 3]) waker.wake()
    expect(await isSettled(waker.next(never, minute))).toBe(true)
    expect(await isSettled(waker.next(never, minute))).toBe(false)
  })

  it('does not count a wake twice that ended a wait', async () => {
    const waker = createWaker()
    const first = waker.next(never, minute)
    waker.wake()
    waker.wake()
    await first
    expect(await isSettled(waker.next(never, minute))).toBe(false)
  })

  it('stops waiting when the signal aborts, and does not begin after', async () => {
    const waker = createWaker()
    const controller = new AbortController()
    const next = waker.next(controller.signal, minute)
    expect(await isSettled(next)).toBe(false)
    controller.abort()
    expect(await isSettled(next)).toBe(true)
    expect(await isSettled(waker.next(controller.signal, minute))).toBe(true)
  })

  it('waits no longer than it is told', async () => {
    await createWaker().next(never, 5)
  })

  it('leaves nothing on the signal, however often it waits', async () => {
    const waker = createWaker()
    const { signal } = new AbortController()
    for (let count = 0; count < 100; count++) {
      const next = waker.next(signal, minute)
      waker.wake()
      await next
    }
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
  })
})

describe('cancellable', () => {
  /** Yields a number at each wake, and notes how it ends. */
  function counter() {
    const waker = createWaker()
    const ended: string[] = []
    const generator = cancellable<number>(async function* (signal) {
      try {
        for (let count = 1; !signal.aborted; count++) {
          await waker.next(signal, minute)
          if (!signal.aborted) yield count
        }
      } finally {
        ended.push('finally')
      }
    })
    return { waker, generator, ended }
  }

  it('yields what the generator yields', async () => {
    const { waker, generator } = counter()
    waker.wake()
    expect(await generator.next()).toEqual({ done: false, value: 1 })
    waker.wake()
    expect(await generator.next()).toEqual({ done: false, value: 2 })
  })

  it('ends a generator while it waits, and runs its cleaning up', async () => {
    const { generator, ended } = counter()
    const waiting = generator.next()
    expect(await isSettled(waiting)).toBe(false)
    await generator.return()
    expect(await waiting).toEqual({ done: true, value: undefined })
    expect(ended).toEqual(['finally'])
    expect(await generator.next()).toEqual({ done: true, value: undefined })
  })

  it('ends a generator between two values', async () => {
    const { waker, generator, ended } = counter()
    waker.wake()
    await generator.next()
    await generator.return()
    expect(ended).toEqual(['finally'])
  })

  it('ends a generator that has not begun', async () => {
    const { generator, ended } = counter()
    expect(await generator.return()).toEqual({ done: true, value: undefined })
    expect(await generator.next()).toEqual({ done: true, value: undefined })
    expect(ended).toEqual([])
  })

  it('is ended by leaving a loop over it', async () => {
    const { waker, generator, ended } = counter()
    waker.wake()
    for await (const count of generator) if (count === 1) break
    expect(ended).toEqual(['finally'])
  })

  it('passes on an error', async () => {
    const failing = cancellable<number>(async function* () {
      yield 1
      throw new Error('the database is gone')
    })
    expect(await failing.next()).toEqual({ done: false, value: 1 })
    await expect(failing.next()).rejects.toThrow('the database is gone')
  })
})
