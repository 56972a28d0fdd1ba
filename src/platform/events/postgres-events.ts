// Hints over LISTEN/NOTIFY, on one connection of each process. The connection is probed, and replaced when it is lost.
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import type { Log } from '../log.ts'
import type { EventTransport, Topic } from './events.ts'

const channel = 'vestibule_events'
const reconnectAfterMs = 500

/** A silent connection is noticed at the latest after both times together. */
export const usualProbe = { everyMs: 10_000, timeoutMs: 5_000 }

export function createPostgresEvents(databaseUrl: string, log: Log, probing = usualProbe): EventTransport {
  const stopping = new AbortController()
  let client: Client | undefined
  let running: Promise<void> | undefined

  async function keepListening(receive: Parameters<EventTransport['start']>[0]): Promise<void> {
    while (!stopping.signal.aborted) {
      if (client) await untilLost(client, probing.everyMs, stopping.signal)
      void client?.end().catch(() => {})
      client = undefined
      if (stopping.signal.aborted) return
      log.warn('the connection for events was lost; reconnecting')
      client = await connect(databaseUrl, probing.timeoutMs, receive.topic).catch(() => undefined)
      // Hints may have been missed meanwhile, so every listener reads its rows again.
      if (client) receive.gap()
      else await delay(reconnectAfterMs, undefined, { signal: stopping.signal }).catch(() => {})
    }
  }

  return {
    async sendInTransaction(tx, topics) {
      await tx.$executeRaw`SELECT pg_notify(${channel}, topic) FROM unnest(${topics}::text[]) AS topic`
    },
    async start(receive) {
      client = await connect(databaseUrl, probing.timeoutMs, receive.topic)
      running = keepListening(receive)
    },
    async stop() {
      stopping.abort()
      await client?.end().catch(() => {})
      await running
      // A connection that was opening meanwhile exists only now.
      await client?.end().catch(() => {})
    },
  }
}

async function connect(
  databaseUrl: string,
  timeoutMs: number,
  onTopic: (topic: Topic) => void,
): Promise<Client> {
  const next = new Client({
    connectionString: databaseUrl,
    application_name: 'vestibule-events',
    keepAlive: true,
    query_timeout: timeoutMs,
    connectionTimeoutMillis: timeoutMs,
  })
  next.on('error', () => {})
  next.on('notification', ({ payload }) => onTopic(payload as Topic))
  try {
    await next.connect()
    await next.query(`LISTEN ${channel}`)
    return next
  } catch (error) {
    // Otherwise each failure would leave a connection behind.
    void next.end().catch(() => {})
    throw error
  }
}

/** Returns when the connection is lost: it broke, or no longer answers. Returns at the signal, too. */
async function untilLost(client: Client, probeEveryMs: number, signal: AbortSignal): Promise<void> {
  const ended = new Promise<void>((resolve) => client.once('end', resolve))
  while (!signal.aborted) {
    const probe = delay(probeEveryMs, undefined, { signal }).then(() => client.query('SELECT 1'))
    const alive = await Promise.race([probe.then(() => true), ended.then(() => false)]).catch(() => false)
    if (!alive) return
  }
}
