// Limits that protect one process. They are counted in its memory.

/** At most `each` places for one key, and `all` in total. */
export type Cap = {
  /** Takes a place. Returns a function that gives it back, once; or null when no place is left. */
  take(key: string): (() => void) | null
}

export function createCap({ each, all = Number.POSITIVE_INFINITY }: { each: number; all?: number }): Cap {
  const taken = new Map<string, number>()
  let total = 0

  function giveBack(key: string): void {
    const left = (taken.get(key) ?? 0) - 1
    if (left > 0) taken.set(key, left)
    else taken.delete(key)
    total -= 1
  }

  return {
    take(key) {
      const count = taken.get(key) ?? 0
      if (count >= each || total >= all) return null
      taken.set(key, count + 1)
      total += 1
      let isHeld = true
      return () => {
        if (isHeld) giveBack(key)
        isHeld = false
      }
    },
  }
}

/** A token bucket. Returns a function that takes a token, and returns whether there was one. */
export function createBucket({ burst, perSecond }: { burst: number; perSecond: number }): () => boolean {
  let tokens = burst
  let filledAt = performance.now()
  return () => {
    const now = performance.now()
    tokens = Math.min(burst, tokens + ((now - filledAt) / 1_000) * perSecond)
    filledAt = now
    if (tokens < 1) return false
    tokens -= 1
    return true
  }
}
