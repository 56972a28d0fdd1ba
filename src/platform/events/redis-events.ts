// Hints over Redis, for installations that outgrow LISTEN/NOTIFY. Redis has no part in the transaction, so hints are sent
// after the commit.
import { setTimeout as delay } from 'node:timers/promises'
import { Redis } from 'ioredis'
import type { Log } from '../log.ts'
import type { EventTransport, Topic } from './events.ts'

const channel = 'vestibule_events'
const answerWithinMs = 2_000

/** @param probeEveryMs how often the connections are probed. */
export function createRedisEvents(redisUrl: string, log: Log, probeEveryMs = 10_000): EventTransport {
  const stopping = new AbortController()
  const [publisher, subscriber] = createClients(redisUrl, log)
  const clients = [publisher, subscriber]

  const disconnect = () => {
    stopping.abort()
    for (const client of clients) client.disconnect()
  }

  const unsent = new Set<Topic>()
  async function send(topics: Topic[]): Promise<void> {
    try {
      await Promise.all(topics.map((topic) => publisher.publish(channel, topic)))
    } catch {
      // The rows are committed, so the change must not fail. Without Redis, the bell is late.
      for (const topic of topics) unsent.add(topic)
      log.warn('events: redis is unreachable, so hints wait')
    }
  }

  return {
    send,
    async start(receive) {
      try {
        await Promise.all([publisher.connect(), subscriber.connect()])
        await subscriber.subscribe(channel)
      } catch (error) {
        // Otherwise they would keep connecting, and the failed process would not end.
        disconnect()
        throw error
      }
      subscriber.on('message', (_channel: string, topic: string) => receive.topic(topic as Topic))
      // Hints may have been missed until the new connection listened, so every listener reads its rows again.
      subscriber.on(
        'ready',
        () =>
          void subscriber.subscribe(channel).then(receive.gap, () => reconnect(subscriber, stopping.signal)),
      )
      publisher.on('ready', () => {
        const topics = [...unsent]
        unsent.clear()
        void send(topics)
      })
      void probe(clients, probeEveryMs, stopping.signal)
    },
    async stop() {
      disconnect()
    },
  }
}

function createClients(redisUrl: string, log: Log): [publisher: Redis, subscriber: Redis] {
  const options = { lazyConnect: true, maxRetriesPerRequest: 1, commandTimeout: answerWithinMs }
  const publisher = new Redis(redisUrl, options)
  const subscriber = new Redis(redisUrl, { ...options, autoResubscribe: false })
  for (const client of [publisher, subscriber]) {
    client.on('error', (error: Error & { code?: string }) =>
      log.warn({ reason: error.code }, 'events: redis'),
    )
  }
  return [publisher, subscriber]
}

/** Finds connections to a machine or network that failed. They would not end by themselves for many minutes. */
async function probe(clients: Redis[], everyMs: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await delay(everyMs, undefined, { signal }).catch(() => {})
    const open = clients.filter(({ status }) => status === 'ready')
    await Promise.all(open.map((client) => client.ping().catch(() => reconnect(client, signal))))
  }
}

const reconnect = (client: Redis, stopped: AbortSignal) => {
  if (!stopped.aborted) client.disconnect(true)
}
