// Hints between processes. A hint is a topic without data: it says that rows changed. Listeners read the rows again, so
// a lost or repeated hint causes delay or work, but never wrong data.
import type { Db, Tx } from '../database/db.ts'

/** What changed: a kind and an id, such as `notifications:MEMBER_ID`. Never data. */
export type Topic = `${string}:${string}`

/** A transaction, and a function for topics to announce when it commits. */
export type Change = { tx: Tx; announce: (topic: Topic) => void }

/** Carries topics to every process, this one included. */
export type EventTransport = {
  /** Sends as part of the transaction: after its commit, and never after a rollback. */
  sendInTransaction?(tx: Tx, topics: Topic[]): Promise<void>
  /** Sends at once. Called after the commit. */
  send?(topics: Topic[]): Promise<void>
  start(receive: { topic(topic: Topic): void; gap(): void }): Promise<void>
  stop(): Promise<void>
}

export type Events = {
  start(): Promise<void>
  stop(): Promise<void>
  /** Runs `work` in a transaction. When it commits, every process hears the topics that it announced. */
  transact<T>(db: Db, work: (change: Change) => Promise<T>): Promise<T>
  /** Calls `wake` when the topic was announced, or may have been while the connection was lost. */
  subscribe(topic: Topic, wake: () => void): () => void
}

export function createEvents(transport: EventTransport): Events {
  const listeners = new Map<string, Set<() => void>>()
  const wakeAll = (set: Iterable<() => void> | undefined) => {
    for (const wake of set ?? []) wake()
  }

  return {
    start: () =>
      transport.start({
        topic: (topic) => wakeAll(listeners.get(topic)),
        gap: () => listeners.forEach(wakeAll),
      }),
    stop: () => transport.stop(),
    async transact(db, work) {
      const topics = new Set<Topic>()
      const result = await db.$transaction(async (tx) => {
        topics.clear()
        const value = await work({ tx, announce: (topic) => topics.add(topic) })
        if (topics.size > 0) await transport.sendInTransaction?.(tx, [...topics])
        return value
      })
      if (topics.size > 0) await transport.send?.([...topics])
      return result
    },
    subscribe(topic, wake) {
      const set = listeners.get(topic) ?? new Set()
      listeners.set(topic, set.add(wake))
      return () => {
        set.delete(wake)
        if (set.size === 0) listeners.delete(topic)
      }
    },
  }
}
