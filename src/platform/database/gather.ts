// Many who ask for a row each at the same moment, as thousands of streams do that one event wakes: they get one statement.
import type { DbOrTx } from './db.ts'

/**
 * Makes a function that reads one out of one that reads many. What is asked for within one turn of the event loop is
 * read together, in the database or transaction that it was asked of; the statement begins after each has asked.
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
