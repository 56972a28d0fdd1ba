// Batches single-row reads of one event-loop turn into one query, because one hint may wake thousands of streams.
import type { DbOrTx } from './db.ts'

/**
 * Turns a function that reads many rows into one that reads one row. Calls of one event-loop turn on the same database or
 * transaction share a query, which begins after the last of them.
 */
export function gather<K, V>(
  readAll: (db: DbOrTx, keys: K[]) => Promise<Map<K, V>>,
): (db: DbOrTx, key: K) => Promise<V | undefined> {
  const next = new WeakMap<DbOrTx, { keys: Set<K>; found: Promise<Map<K, V>> }>()

  function begin(db: DbOrTx) {
    const keys = new Set<K>()
    const found = new Promise<Map<K, V>>((resolve, reject) =>
      setImmediate(() => {
        next.delete(db)
        readAll(db, [...keys]).then(resolve, reject)
      }),
    )
    const reading = { keys, found }
    next.set(db, reading)
    return reading
  }

  return async (db, key) => {
    const { keys, found } = next.get(db) ?? begin(db)
    keys.add(key)
    return (await found).get(key)
  }
}
