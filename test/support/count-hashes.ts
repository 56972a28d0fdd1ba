// Counts password hashes, which are what a sign-in spends its time on. Counting does not depend on the machine's load.
import { createHook } from 'node:async_hooks'

/** How many argon2 hashes this process computes while `work` runs, however cheap or dear each is. */
export async function countHashes(work: () => Promise<unknown>): Promise<number> {
  let count = 0
  const hook = createHook({
    init(_id, type) {
      // The name of argon2's native job: each hash and each verification is one.
      if (type === 'argon2:HashWorker') count += 1
    },
  })
  hook.enable()
  try {
    await work()
  } finally {
    hook.disable()
  }
  return count
}
