import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createBucket, createCap } from '../../src/platform/limits/cap.ts'

describe('a cap', () => {
  it('has so many places for a key, and so many for all', () => {
    const cap = createCap({ each: 2, all: 3 })
    const [first, second] = [cap.take('a'), cap.take('a')]
    expect(cap.take('a')).toBe(null)
    const third = cap.take('b')
    expect(third).not.toBe(null)
    expect(cap.take('b')).toBe(null)
    first?.()
    expect(cap.take('b')).not.toBe(null)
    second?.()
    third?.()
  })

  it('takes a place back once, however often it is given back', () => {
    const cap = createCap({ each: 1 })
    const giveBack = cap.take('a')
    giveBack?.()
    const again = cap.take('a')
    giveBack?.()
    expect(cap.take('a')).toBe(null)
    again?.()
    expect(cap.take('a')).not.toBe(null)
  })
})

describe('a bucket', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }))
  afterEach(() => vi.useRealTimers())

  it('gives a burst, then what is filled in, and never saves up more than a burst', () => {
    const take = createBucket({ burst: 3, perSecond: 2 })
    const takeAll = () => {
      let taken = 0
      while (take()) taken += 1
      return taken
    }
    expect(takeAll()).toBe(3)
    vi.advanceTimersByTime(499)
    expect(takeAll()).toBe(0)
    vi.advanceTimersByTime(1)
    expect(takeAll()).toBe(1)
    vi.advanceTimersByTime(60_000)
    expect(takeAll()).toBe(3)
  })
})
