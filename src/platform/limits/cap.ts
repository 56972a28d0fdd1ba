// Limits of one process, kept in memory, which protect that process.

/** At most `each` at once for one key, and `all` in total. */
export type Cap = {
  /** Takes a place. Returns the function that gives it back, or null when no place is left. Further calls of it do nothing. */
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

/** A token bucket. Returns the function that takes a token and says whether there was one. */
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
