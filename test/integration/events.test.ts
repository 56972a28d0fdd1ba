// One contract of events, on both transports: PostgreSQL's NOTIFY, and Redis where there is one.
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Tx } from '../../src/platform/database/db.ts'
import {
  createEvents,
  type Events,
  type EventTransport,
  type Topic,
} from '../../src/platform/events/events.ts'
import { createPostgresEvents } from '../../src/platform/events/postgres-events.ts'
import { createRedisEvents } from '../../src/platform/events/redis-events.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { redisMissing, startRedis, type TestRedis } from '../support/redis.ts'
import { startRelay } from '../support/relay.ts'
import { until } from '../support/until.ts'

// The default reporter counts skipped tests without the reason, so it is printed here.
if (redisMissing) process.stdout.write(`Events over Redis are not tested: ${redisMissing}.\n`)

const logs: string[] = []
const log = pino({ base: null }, { write: (line: string) => void logs.push(line) })

type Place = {
  createTransport(): EventTransport
  /** Ends every connection that listens. */
  cut(): Promise<void>
  countListeners(): Promise<number>
  close(): Promise<void>
}

const postgres = {
  name: 'PostgreSQL',
  missing: null,
  async open(database: TestDatabase): Promise<Place> {
    return {
      createTransport: () => createPostgresEvents(database.databaseUrl, log),
      async cut() {
        await database.pool.query(`
          SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND application_name = 'vestibule-events'`)
      },
      async countListeners() {
        const { rows } = await database.pool.query(`
          SELECT pid FROM pg_stat_activity
          WHERE datname = current_database() AND application_name = 'vestibule-events'`)
        return rows.length
      },
      close: async () => {},
    }
  },
}

const redis = {
  name: 'Redis',
  missing: redisMissing,
  async open(): Promise<Place> {
    const server = await startRedis()
    return {
      createTransport: () => createRedisEvents(`redis://127.0.0.1:${server.port}`, log),
      cut: server.cutListeners,
      countListeners: server.countListeners,
      close: server.stop,
    }
  },
}

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

describe.each([postgres, redis])('over $name', ({ missing, open }) => {
  let place: Place
  /** Two processes: what one announces, both hear. */
  let here: Events
  let there: Events
  beforeAll(async () => {
    if (missing) return
    place = await open(database)
    here = createEvents(place.createTransport())
    there = createEvents(place.createTransport())
    await Promise.all([here.start(), there.start()])
  })
  afterAll(async () => {
    await Promise.all([here?.stop(), there?.stop()])
    await place?.close()
  })
  beforeEach(({ skip }) => skip(missing !== null, missing ?? ''))

  /** What each of the two hears of some topics, in order. */
  function listen(...topics: Topic[]) {
    const heard = { here: [] as Topic[], there: [] as Topic[] }
    const stops = topics.flatMap((topic) => [
      here.subscribe(topic, () => heard.here.push(topic)),
      there.subscribe(topic, () => heard.there.push(topic)),
    ])
    return { heard, stop: () => stops.forEach((stop) => void stop()) }
  }

  const announce = (topics: Topic[], work?: (tx: Tx) => Promise<unknown>) =>
    here.transact(database.db, async ({ tx, announce: send }) => {
      topics.forEach(send)
      await work?.(tx)
    })

  /** Transports keep the order: once the last is heard, what came before it would have been heard too. */
  const hearLast = async (heard: { here: Topic[]; there: Topic[] }, last: Topic) => {
    await until(() => {
      expect(heard.here.at(-1)).toBe(last)
      expect(heard.there.at(-1)).toBe(last)
    })
  }

  it('what is committed is heard by every process, and what is rolled back by none', async () => {
    const { heard, stop } = listen('a:1', 'a:2', 'end:1')
    await expect(announce(['a:1'], () => Promise.reject(new Error('rolled back')))).rejects.toThrow(
      'rolled back',
    )
    await expect(announce(['a:1'], (tx) => tx.$executeRaw`SELECT 1/0`)).rejects.toThrow()
    await announce(['a:2'])
    await announce(['end:1'])
    await hearLast(heard, 'end:1')
    expect(heard).toEqual({ here: ['a:2', 'end:1'], there: ['a:2', 'end:1'] })
    stop()
  })

  it('nothing is heard before its commit', async () => {
    const { heard, stop } = listen('a:1', 'other:1')
    await announce(['a:1'], async () => {
      await announce(['other:1'])
      await hearLast(heard, 'other:1')
    })
    await hearLast(heard, 'a:1')
    expect(heard).toEqual({ here: ['other:1', 'a:1'], there: ['other:1', 'a:1'] })
    stop()
  })

  it('a topic that is announced often in one transaction is heard once', async () => {
    const { heard, stop } = listen('a:1', 'b:1', 'end:1')
    await announce(['a:1', 'b:1', 'a:1', 'a:1', 'b:1'])
    await announce(['end:1'])
    await hearLast(heard, 'end:1')
    expect(heard.here).toEqual(['a:1', 'b:1', 'end:1'])
    expect(heard.there).toEqual(['a:1', 'b:1', 'end:1'])
    stop()
  })

  it('only who subscribed to a topic hears it, until the end of the subscription', async () => {
    const first = listen('a:1')
    const second = listen('a:1', 'a:2', 'end:1')
    first.stop()
    await announce(['a:1', 'unheard:1'])
    await announce(['end:1'])
    await hearLast(second.heard, 'end:1')
    expect(first.heard.here).toEqual([])
    expect(second.heard.here).toEqual(['a:1', 'end:1'])
    second.stop()
  })

  it('everyone is woken when a lost connection is back, and hears again', async () => {
    for (const round of [1, 2]) {
      const { heard, stop } = listen('a:1', 'a:2')
      await place.cut()
      await until(() => {
        expect(heard.here.toSorted()).toEqual(['a:1', 'a:2'])
        expect(heard.there.toSorted()).toEqual(['a:1', 'a:2'])
      })
      const { heard: later, stop: stopLater } = listen(`again:${round}`)
      await announce([`again:${round}`])
      await hearLast(later, `again:${round}`)
      expect(later).toEqual({ here: [`again:${round}`], there: [`again:${round}`] })
      stop()
      stopLater()
    }
  })

  it('an announcement of a process that only sends is heard', async () => {
    const { heard, stop } = listen('a:1')
    const sender = createEvents(place.createTransport())
    await sender.transact(database.db, async ({ announce: send }) => send('a:1'))
    await hearLast(heard, 'a:1')
    await sender.stop()
    stop()
  })

  it('stops while the connection is lost', async () => {
    const events = createEvents(place.createTransport())
    await events.start()
    const { heard, stop } = listen('a:1')
    await place.cut()
    await events.stop()
    // The two that go on are back, and the third, which may have been connecting again, is not.
    await until(() => expect(heard).toEqual({ here: ['a:1'], there: ['a:1'] }))
    await until(async () => expect(await place.countListeners()).toBe(2))
    stop()
  })
})

it.each([
  ['PostgreSQL', () => createPostgresEvents('postgresql://postgres@127.0.0.1:1/none', log)],
  ['Redis', () => createRedisEvents('redis://127.0.0.1:1', log)],
])('does not start without %s, and does not go on trying', async (_name, create) => {
  await expect(create().start({ topic: () => {}, gap: () => {} })).rejects.toThrow()
})

describe('when Redis is in trouble', () => {
  let server: TestRedis
  beforeEach(async ({ skip }) => {
    skip(redisMissing !== null, redisMissing ?? '')
    server = await startRedis()
  })
  afterEach(() => server?.stop())

  it.each(['SIGKILL', 'SIGSTOP'] as const)('what was done stays done, and soon (%s)', async (signal) => {
    const events = createEvents(createRedisEvents(`redis://127.0.0.1:${server.port}`, log))
    await events.start()
    server.signal(signal)
    logs.length = 0
    const name = `Made without Redis: ${signal}`
    const start = performance.now()
    const made = await events.transact(database.db, async ({ tx, announce: send }) => {
      send('a:1')
      return tx.account.create({ data: { name } })
    })
    expect(performance.now() - start).toBeLessThan(5_000)
    expect(await database.db.account.findUnique({ where: { name } })).toEqual(made)
    expect(logs.join('')).toContain('events: redis is unreachable, so hints wait')
    await events.stop()
  })

  it('what could not be said is said when its sender is back, for those who heard nothing of the trouble', async () => {
    const relay = await startRelay(server.port)
    const sender = createEvents(createRedisEvents(`redis://127.0.0.1:${relay.port}`, log))
    const listener = createEvents(createRedisEvents(`redis://127.0.0.1:${server.port}`, log))
    await Promise.all([sender.start(), listener.start()])
    const heard: Topic[] = []
    for (const topic of ['a:1', 'a:2'] as const) listener.subscribe(topic, () => heard.push(topic))
    relay.close()
    logs.length = 0
    await sender.transact(database.db, async ({ announce }) => announce('a:1'))
    expect(logs.join('')).toContain('events: redis is unreachable, so hints wait')
    expect(heard).toEqual([])
    relay.open()
    await until(() => expect(heard).toEqual(['a:1']))
    await sender.transact(database.db, async ({ announce }) => announce('a:2'))
    await until(() => expect(heard).toEqual(['a:1', 'a:2']))
    await Promise.all([sender.stop(), listener.stop()])
    relay.stop()
  })

  it('connections that fell silent are made again, and who listens is woken', async () => {
    const relay = await startRelay(server.port)
    const sender = createEvents(createRedisEvents(`redis://127.0.0.1:${relay.port}`, log, 100))
    const listener = createEvents(createRedisEvents(`redis://127.0.0.1:${relay.port}`, log, 100))
    await Promise.all([sender.start(), listener.start()])
    let wakes = 0
    listener.subscribe('b:1', () => wakes++)
    relay.fallSilent()
    await until(() => expect(wakes).toBeGreaterThan(0))
    const before = wakes
    await sender.transact(database.db, async ({ announce }) => announce('b:1'))
    await until(() => expect(wakes).toBeGreaterThan(before))
    await Promise.all([sender.stop(), listener.stop()])
    relay.stop()
  })
})
