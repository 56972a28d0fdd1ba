// The bell: everything once and in order, whatever happens to clients, sessions, connections and servers.

import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { createNotification } from '../../src/notifications/create-notification.ts'
import type { NotificationStep } from '../../src/notifications/read-steps.ts'
import { encodeCursor, streamNotifications } from '../../src/notifications/stream-notifications.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import type { ApiClient } from '../support/client.ts'
import { askForExport } from '../support/exports.ts'
import {
  ListenForExportsDocument,
  ListenToBellDocument,
  ListNotificationsDocument,
} from '../support/gql/graphql.ts'
import { asActor, memberId, startTestServices, type TestServices } from '../support/services.ts'
import { until } from '../support/until.ts'

const ownerEmail = 'owner@summitridge.example'
const teamMemberId = memberId(ownerEmail)

type Using = Pick<TestServices, 'db' | 'events'>

/** One notification, in a transaction of its own. */
const ring = ({ db, events }: Using, title: string, fail = false) =>
  events.transact(db, async (change) => {
    const text = { kind: 'SECURITY' as const, title, body: '', exportId: null }
    await createNotification(change, { teamMemberId, ...text })
    if (fail) throw new Error('rolled back')
  })

const start = encodeCursor(0n)

let services: TestServices
beforeAll(async () => {
  services = await startTestServices()
})
afterAll(() => services.stop())

const clear = async () => {
  await services.db.notification.deleteMany()
  await services.db.teamMember.updateMany({ data: { notificationSequence: 0 } })
}
const titles = async () =>
  (await services.db.notification.findMany({ orderBy: { sequence: 'asc' } })).map(({ title }) => title)

describe('over WebSocket', () => {
  let app: TestApp
  let owner: ApiClient
  beforeAll(async () => {
    app = await startTestApp({ role: 'server' }, services.database)
    owner = await app.signIn(ownerEmail)
  })
  afterAll(() => app.stop())
  beforeEach(clear)

  it('a client that reconnects twenty times gets all of 200 that are made meanwhile, once and in order', async () => {
    const making = Array.from({ length: 8 }, async (_, maker) => {
      for (let n = 0; n < 25; n++) {
        if (n % 5 === 0) await expect(ring(services, 'never', true)).rejects.toThrow('rolled back')
        await ring(services, `${maker}-${n}`)
      }
    })
    // Another client is connected all the time.
    const steady = await owner.subscribe(ListenToBellDocument, { after: start })
    const seenSteadily = (async () => {
      const seen: string[] = []
      while (seen.length < 200) seen.push((await steady.next()).notificationReceived.notification.title)
      return seen
    })()
    const seen: string[] = []
    let after = start
    for (let connection = 1; connection <= 20; connection++) {
      const stream = await owner.subscribe(ListenToBellDocument, { after })
      const until = connection === 20 ? 200 : seen.length + 1 + (connection % 9)
      while (seen.length < until) {
        const { notificationReceived } = await stream.next()
        seen.push(notificationReceived.notification.title)
        after = notificationReceived.cursor
      }
      await stream.stop()
    }
    await Promise.all(making)
    expect(seen).toEqual(await titles())
    expect(await seenSteadily).toEqual(seen)
    await steady.stop()
    expect(new Set(seen).size).toBe(200)
    expect(after).toBe(encodeCursor(200n))
  })

  it('without a cursor only what is new comes', async () => {
    for (const title of ['old 1', 'old 2']) await ring(services, title)
    const stream = await owner.subscribe(ListenToBellDocument, {})
    const first = stream.next()
    let made = 0
    const event = await until(async () => {
      await ring(services, `new ${++made}`)
      return await Promise.race([first, Promise.reject(new Error('nothing was heard yet'))])
    })
    expect(event.notificationReceived.notification.title).toMatch(/^new \d+$/)
    await stream.stop()
  })

  it.each([
    ' ',
    'x',
    'YmVsbDo',
    Buffer.from('bell:-1').toString('base64url'),
    'bell:1',
    encodeCursor(10n ** 18n),
  ])('a cursor that is none (%j) is an error, and the socket lives', async (after) => {
    await ring(services, 'one')
    const stream = await owner.subscribe(ListenToBellDocument, { after })
    await expect(stream.next()).rejects.toThrow(/not a cursor of notificationReceived.*INVALID_INPUT/)
    const query = ListenToBellDocument.toString()
    const again = stream.socket.iterate<{ notificationReceived: { cursor: string } }>({
      query,
      variables: { after: start },
    })
    expect((await again.next()).value?.data?.notificationReceived.cursor).toBe(encodeCursor(1n))
    await again.return?.()
    await stream.stop()
  })

  it('a cursor from the future begins now, instead of waiting for its number', async () => {
    await ring(services, 'old')
    const stream = await owner.subscribe(ListenToBellDocument, { after: encodeCursor(5_000n) })
    const first = stream.next()
    await until(async () => {
      await ring(services, 'new')
      return await Promise.race([first, Promise.reject(new Error('nothing was heard yet'))])
    })
    expect((await first).notificationReceived.notification.title).toBe('new')
    await stream.stop()
  })

  it('says how many are unread, in the stream and in the list', async () => {
    for (const title of ['1', '2', '3']) await ring(services, title)
    await services.db.notification.updateMany({ where: { title: '2' }, data: { readAt: new Date() } })
    const stream = await owner.subscribe(ListenToBellDocument, { after: encodeCursor(2n) })
    expect((await stream.next()).notificationReceived.unreadCount).toBe(2)
    await ring(services, '4')
    expect((await stream.next()).notificationReceived.unreadCount).toBe(3)
    await stream.stop()
    const counts = async (variables: { unreadOnly?: boolean; first?: number }) => {
      const { notifications } = await owner.request(ListNotificationsDocument, variables)
      const { totalCount, unreadCount, nodes } = notifications
      return { totalCount, unreadCount, titles: nodes.map(({ title }) => title) }
    }
    expect(await counts({})).toEqual({ totalCount: 4, unreadCount: 3, titles: ['4', '3', '2', '1'] })
    expect(await counts({ unreadOnly: true, first: 2 })).toEqual({
      totalCount: 3,
      unreadCount: 3,
      titles: ['4', '3'],
    })
  })

  it('a stream ends with its session: nothing passes', async () => {
    const doomed = await app.signIn(ownerEmail)
    const streams = [
      await doomed.subscribe(ListenToBellDocument, { after: start }),
      await owner.subscribe(ListenToBellDocument, { after: start }),
    ]
    await ring(services, 'before')
    for (const stream of streams) {
      expect((await stream.next()).notificationReceived.notification.title).toBe('before')
    }
    // The newest: the other client's is older.
    await services.db
      .$executeRaw`DELETE FROM session WHERE id IN (SELECT id FROM session ORDER BY created_at DESC LIMIT 1)`
    await ring(services, 'after')
    await expect(streams[0]?.next()).rejects.toThrow('The socket was closed: 4401')
    expect((await streams[1]?.next())?.notificationReceived.notification.title).toBe('after')
    for (const stream of streams) await stream.stop()
  })

  it('of another server rings as well: asked for at one, heard at the other', async () => {
    const other = await startTestApp({}, services.database)
    const [exports, bell] = [
      await owner.subscribe(ListenForExportsDocument),
      await owner.subscribe(ListenToBellDocument, { after: start }),
    ]
    const heard = [exports.next(), bell.next()] as const
    const asked = await askForExport(await other.signIn(ownerEmail))
    expect((await heard[1]).notificationReceived.notification.export?.id).toBe(asked.id)
    expect((await heard[0]).exportCompleted.id).toBe(asked.id)
    await Promise.all([exports.stop(), bell.stop()])
    await other.stop()
  })
})

describe('the stream', () => {
  beforeEach(clear)

  /** Of the streams that were opened here: calling one is a hint. */
  const listeners: (() => void)[] = []
  const open = async (after: bigint | null, db = services.db) => {
    const events: TestServices['events'] = {
      ...services.events,
      subscribe(topic, wake) {
        listeners.push(wake)
        return services.events.subscribe(topic, wake)
      },
    }
    return streamNotifications({ ...services, db, events }, asActor(await services.signIn(ownerEmail)), after)
  }

  it('brings what was made while LISTEN was cut off', async () => {
    const database = new URL(services.database.databaseUrl).pathname.slice(1)
    const admin = new Client({ connectionString: inject('postgresUrl') })
    await admin.connect()
    const stream = await open(0n)
    await ring(services, 'before')
    expect((await stream.next()).value).toMatchObject({ notification: { sequence: 1n } })
    const second = stream.next()
    let isSettled = false
    void second.then(() => (isSettled = true))
    // Nobody gets in until it is made, so it cannot have been heard.
    await admin.query(`ALTER DATABASE ${database} ALLOW_CONNECTIONS false`)
    const { rowCount } = await admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND application_name = 'vestibule-events'`,
      [database],
    )
    expect(rowCount).toBe(1)
    await until(() => expect(services.logs.join('')).toContain('the connection for events was lost'))
    await ring(services, 'meanwhile')
    expect(isSettled).toBe(false)
    await admin.query(`ALTER DATABASE ${database} ALLOW_CONNECTIONS true`)
    await admin.end()
    expect((await second).value).toMatchObject({ notification: { sequence: 2n }, unreadCount: 2 })
    await stream.return()
  })

  /** Cuts every connection and lets nobody in, but for one connection that is left. */
  async function lockOut() {
    const { databaseUrl } = services.database
    const database = new URL(databaseUrl).pathname.slice(1)
    const admin = new Client({ connectionString: inject('postgresUrl') })
    const inside = new Client({ connectionString: databaseUrl, application_name: 'inside' })
    await Promise.all([admin.connect(), inside.connect()])
    services.logs.length = 0
    await admin.query(`ALTER DATABASE ${database} ALLOW_CONNECTIONS false`)
    await admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND application_name <> 'inside'`,
      [database],
    )
    return {
      inside,
      untilNoticed: () =>
        until(() => expect(services.logs.join('')).toContain('a live stream waits for the database')),
      async letIn() {
        await inside.end()
        await admin.query(`ALTER DATABASE ${database} ALLOW_CONNECTIONS true`)
        await admin.end()
      },
    }
  }

  /** Asks for the next step, and tells whether it has come. */
  function listenTo(stream: Awaited<ReturnType<typeof open>>) {
    const listening = { next: stream.next(), isOver: false }
    void listening.next.then(() => {
      listening.isOver = true
    })
    return listening
  }

  it.each([
    ['goes on where it was', false],
    ['ends without a word, when its session ended meanwhile', true],
  ])('outlives a database that lets nobody in, and then %s', async (_, endSession) => {
    const stream = await open(0n)
    await ring(services, 'before')
    expect((await stream.next()).value).toMatchObject({ notification: { title: 'before' } })
    const second = listenTo(stream)
    const { inside, untilNoticed, letIn } = await lockOut()
    await inside.query(
      `WITH counter AS (UPDATE team_member SET notification_sequence = 2 WHERE id = $1)
       INSERT INTO notification (id, team_member_id, sequence, revision, kind, title, body)
       VALUES (gen_random_uuid(), $1, 2, 2, 'SECURITY', 'meanwhile', '')`,
      [teamMemberId],
    )
    if (endSession) await inside.query('DELETE FROM session')
    // Woken, it finds nobody to ask.
    for (const listener of listeners) listener()
    await untilNoticed()
    expect(second.isOver).toBe(false)
    await letIn()
    if (endSession) expect(await second.next).toEqual({ value: undefined, done: true })
    else expect((await second.next).value).toMatchObject({ notification: { title: 'meanwhile' } })
    await stream.return()
  })

  it('trusts no session that cannot be read: what was read before is not sent', async () => {
    for (const title of ['1', '2']) await ring(services, title)
    const stream = await open(0n)
    await stream.next()
    const { inside, untilNoticed, letIn } = await lockOut()
    await inside.query('DELETE FROM session')
    const second = listenTo(stream)
    await untilNoticed()
    expect(second.isOver).toBe(false)
    await letIn()
    expect(await second.next).toEqual({ value: undefined, done: true })
  })

  it('ends between two that were read together, when its session has ended', async () => {
    for (const title of ['1', '2', '3']) await ring(services, title)
    const stream = await open(0n)
    expect((await stream.next()).value).toMatchObject({ notification: { sequence: 1n } })
    await services.db.session.deleteMany()
    expect(await stream.next()).toEqual({ value: undefined, done: true })
  })

  it('keeps nothing for a consumer that is slow', async () => {
    let queries = 0
    const counting: TestServices['db'] = new Proxy(services.db, {
      get: (target, name) => {
        if (name === '$queryRaw' || name === 'notification') queries += 1
        return Reflect.get(target, name)
      },
    })
    listeners.length = 0
    const stream = await open(0n, counting)
    await ring(services, 'first')
    await stream.next()
    const before = queries
    // 5,000 more, announced one by one.
    await services.db.$executeRaw`
      INSERT INTO notification (id, team_member_id, sequence, revision, kind, title, body)
      SELECT gen_random_uuid(), ${teamMemberId}::uuid, n, n, 'SECURITY', 'more', '' FROM generate_series(2, 5001) AS n`
    await services.db.teamMember.update({ where: { id: teamMemberId }, data: { notificationSequence: 5001 } })
    for (let n = 0; n < 5_000; n++) listeners[0]?.()
    expect(queries).toBe(before)
    const seen: NotificationStep[] = []
    while (seen.length < 250) seen.push((await stream.next()).value as NotificationStep)
    expect(seen.map(({ notification }) => Number(notification.sequence))).toEqual(
      Array.from({ length: 250 }, (_, n) => n + 2),
    )
    expect(seen[0]?.unreadCount).toBe(5_001)
    await stream.return()
  })
})
