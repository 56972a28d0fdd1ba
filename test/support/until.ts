import { vi } from 'vitest'

/** Waits for a check to pass. By itself Vitest gives up after a second, which two busy cores can take. */
export const until = <T>(check: () => T | Promise<T>, intervalMs = 25): Promise<T> =>
  vi.waitFor(check, { timeout: 15_000, interval: intervalMs })
