// Events over Redis, for installations that outgrow LISTEN/NOTIFY. Sent after the commit: Redis knows nothing of it.
import { Redis } from 'ioredis'
import type { EventTransport, Topic } from './events.ts'
import type { Log } from './log.ts'

const channel = 'vestibule_events'

export function createRedisEvents(redisUrl: string, log: Log): EventTransport {
  const options = { lazyConnect: true, maxRetriesPerRequest: 1 }
  const publisher = new Redis(redisUrl, options)
  const subscriber = new Redis(redisUrl, { ...options, autoResubscribe: true })
  for (const client of [publisher, subscriber]) {
    client.on('error', (error: Error & { code?: string }) =>
      log.warn({ reason: error.code }, 'events: redis'),
    )
  }
  return {
    async send(topics) {
      // The rows are committed: a Redis that is away delays the bell, and must not fail what was done.
      await Promise.all(topics.map((topic) => publisher.publish(channel, topic))).catch(() => {
        log.warn('events: not announced, redis is away')
      })
    },
    async start(receive) {
      await Promise.all([publisher.connect(), subscriber.connect()])
      await subscriber.subscribe(channel)
      subscriber.on('message', (_channel: string, topic: string) => receive.topic(topic as Topic))
      // ioredis is "ready" again after it has subscribed again; what was announced meanwhile was not heard.
      subscriber.on('ready', receive.gap)
    },
    async stop() {
      publisher.disconnect()
      subscriber.disconnect()
    },
  }
}
