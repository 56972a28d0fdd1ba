// Reading what is in the bell: by its owner alone, once, and told to the owner's other clients.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CurrentSession } from '../../src/identity/session.ts'
import { markAllNotificationsRead } from '../../src/notifications/mark-all-notifications-read.ts'
import { markNotificationsRead } from '../../src/notifications/mark-notifications-read.ts'
import { encodeCursor, streamNotifications } from '../../src/notifications/stream-notifications.ts'
import type { DatabaseServices } from '../../src/platform/services.ts'
import { beginTestSession } from '../support/begin-session.ts'
import { clearBells, ring, servicesBeside } from '../support/bell.ts'
import type { ApiClient, Subscription } from '../support/client.ts'
import { databaseId, giveExport, globalId } from '../support/exports.ts'
import {
  FollowBellDocument,
  type FollowBellSubscription,
  ListenForExportsDocument,
  MarkAllReadDocument,
  MarkReadDocument,
} from '../support/gql/graphql.ts'
import { asActor, memberId } from '../support/services.ts'
import { until } from '../support/until.ts'
import { useApp } from '../support/use-app.ts'

const email = 'owner@summitridge.example'
const owner = memberId(email)
const colleague = memberId('analyst@summitridge.example')
const start = encodeCursor(0n)

const app = useApp({ config: { role: 'server' } })
let beside: DatabaseServices
let client: ApiClient
beforeAll(async () => {
  beside = servicesBeside(app)
  client = await app.signIn(email)
})
beforeEach(() => clearBells(app.db))

/** The global id of the notification with a title. */
const idOf = async (title: string) => {
  const { id } = await app.db.notification.findFirstOrThrow({ where: { title } })
  return globalId('Notification', id)
}
const unread = async (teamMemberId: string) => {
  const rows = await app.db.notification.findMany({
    where: { teamMemberId, readAt: null },
    orderBy: { sequence: 'asc' },
  })
  return rows.map(({ title }) => title)
}
const ringAll = async (titles: string[]) => {
  for (const title of titles) await ring(beside, owner, title)
}
const mark = async (ids: string[]) =>
  (await client.request(MarkReadDocument, { notificationIds: ids })).markNotificationsRead
const markAll = async (upTo: string) =>
  (await client.request(MarkAllReadDocument, { upTo })).markAllNotificationsRead
const next = async (stream: Subscription<FollowBellSubscription>) => {
  const { notificationReceived } = await stream.next()
  const { notification, unreadCount } = notificationReceived
  return { title: notification.title, read: notification.readAt !== null, unreadCount }
}

describe('marking some', () => {
  it('marks those that are one’s own, and passes over what is another’s, unknown or no id', async () => {
    await ringAll(['1', '2', '3'])
    await ring(beside, colleague, 'foreign')
    const ids = [
      await idOf('1'),
      await idOf('foreign'),
      globalId('Notification', '01900000-0000-7000-8000-000000000000'),
      globalId('Export', databaseId(await idOf('2'))),
      'rubbish',
      '',
      await idOf('3'),
    ]
    const answer = await mark(ids)
    expect(answer).toEqual({
      __typename: 'MarkNotificationsReadSuccess',
      unreadCount: 1,
      notifications: [
        { title: '3', readAt: expect.anything() },
        { title: '1', readAt: expect.anything() },
      ],
    })
    expect(await unread(owner)).toEqual(['2'])
    expect(await unread(colleague)).toEqual(['foreign'])
    expect(
      await app.db.teamMember.findUnique({
        where: { id: colleague },
        select: { notificationSequence: true },
      }),
    ).toEqual({ notificationSequence: 1n })
  })

  it('the first reading counts, and a second one is no step of the bell', async () => {
    await ringAll(['1'])
    await mark([await idOf('1')])
    const [first] = await app.db.notification.findMany()
    expect(first).toMatchObject({ sequence: 1n, revision: 2n })
    await Promise.all([mark([await idOf('1')]), markAll(await idOf('1')), mark([await idOf('1')])])
    expect(await app.db.notification.findMany()).toEqual([first])
  })

  it('more than a hundred at once are refused, and none is marked', async () => {
    await ringAll(['1'])
    expect(await mark(Array(101).fill(await idOf('1')))).toEqual({
      __typename: 'InvalidInputError',
      code: 'INVALID_INPUT',
      message: '`notificationIds` takes at most 100 ids.',
      path: ['input', 'notificationIds'],
    })
    expect(await unread(owner)).toEqual(['1'])
    expect(await mark([])).toMatchObject({ notifications: [], unreadCount: 1 })
    expect(await mark(Array(100).fill(await idOf('1')))).toMatchObject({ unreadCount: 0 })
  })
})

describe('marking all', () => {
  it('leaves what is newer than the newest that was seen', async () => {
    await ringAll(['1', '2', '3', 'meanwhile'])
    expect(await markAll(await idOf('3'))).toMatchObject({ unreadCount: 1 })
    expect(await unread(owner)).toEqual(['meanwhile'])
  })

  it('what was read before it was all read neither moves nor counts as older', async () => {
    await ringAll(['1', '2', '3'])
    // Reading gives it the newest revision, and does not change its place in the list.
    await mark([await idOf('1')])
    await markAll(await idOf('1'))
    expect(await unread(owner)).toEqual(['2', '3'])
  })

  it.each(['another’s', 'unknown', 'malformed'])(
    'an id that is %s is not found, and marks nothing',
    async (what) => {
      await ringAll(['1'])
      await ring(beside, colleague, 'foreign')
      const id = {
        'another’s': await idOf('foreign'),
        unknown: globalId('Notification', '01900000-0000-7000-8000-000000000000'),
        malformed: 'rubbish',
      }[what]
      expect(await markAll(id ?? '')).toEqual({
        __typename: 'NotFoundError',
        code: 'NOT_FOUND',
        message: 'You have no notification with this id.',
      })
      expect([await unread(owner), await unread(colleague)]).toEqual([['1'], ['foreign']])
    },
  )
})

it.each([
  [MarkReadDocument, { notificationIds: ['x'] }],
  [MarkAllReadDocument, { upTo: 'x' }],
])('nobody marks without a session', async (document, variables) => {
  const { errors } = await app.anonymous.send(
    document as typeof MarkReadDocument,
    variables as { notificationIds: string[] },
  )
  expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED')
})

describe('the owner’s other clients', () => {
  it('are told of a reading in one of them, with the number on the bell', async () => {
    const streams = [
      await client.subscribe(FollowBellDocument, { after: start }),
      await client.subscribe(FollowBellDocument, { after: start }),
    ]
    await ringAll(['1', '2', '3'])
    for (const stream of streams) for (const _ of '123') await stream.next()
    await mark([await idOf('2')])
    for (const stream of streams)
      expect(await next(stream)).toEqual({ title: '2', read: true, unreadCount: 2 })
    await markAll(await idOf('3'))
    for (const stream of streams) {
      expect(await next(stream)).toEqual({ title: '1', read: true, unreadCount: 0 })
      expect(await next(stream)).toEqual({ title: '3', read: true, unreadCount: 0 })
      await stream.stop()
    }
  })

  it('learn of what was made and read while they were away once, as it stands', async () => {
    await ringAll(['old', 'before'])
    const away = await client.subscribe(FollowBellDocument, { after: start })
    await next(away)
    const { notificationReceived } = await away.next()
    await away.stop()
    await ringAll(['made', 'made and read'])
    await mark([await idOf('made and read'), await idOf('before')])
    const back = await client.subscribe(FollowBellDocument, { after: notificationReceived.cursor })
    const seen = [await next(back), await next(back), await next(back)]
    expect(seen).toEqual([
      { title: 'made', read: false, unreadCount: 2 },
      { title: 'before', read: true, unreadCount: 2 },
      { title: 'made and read', read: true, unreadCount: 2 },
    ])
    await ringAll(['live'])
    expect(await next(back)).toEqual({ title: 'live', read: false, unreadCount: 3 })
    await back.stop()
  })

  it('get no export as completed again because its notification was read', async () => {
    const exports = await client.subscribe(ListenForExportsDocument)
    const heard = exports.next()
    const given: string[] = []
    const { exportCompleted: first } = await until(async () => {
      given.push(await giveExport(app, email))
      return await Promise.race([heard, Promise.reject(new Error('nothing was heard yet'))])
    }, 250)
    for (const id of given.slice(given.indexOf(first.id) + 1)) {
      expect((await exports.next()).exportCompleted.id).toBe(id)
    }
    const bell = await client.subscribe(FollowBellDocument, { after: start })
    for (const id of given) {
      const { notificationReceived } = await bell.next()
      expect(notificationReceived.notification.export).toEqual({ id, status: 'COMPLETED' })
      await mark([notificationReceived.notification.id])
    }
    const other = await giveExport(app, email)
    expect((await exports.next()).exportCompleted.id).toBe(other)
    await Promise.all([exports.stop(), bell.stop()])
  })
})

describe('at the same time', () => {
  beforeAll(() => beside.events.start())
  afterAll(() => beside.events.stop())

  /** Follows the bell until the last notification. Returns all cursors, and when each notification was read. */
  async function follow(session: CurrentSession, reconnectEvery: number) {
    const cursors: bigint[] = []
    const known = new Map<string, Date | null>()
    for (let after = 0n; ; ) {
      const stream = streamNotifications(beside, asActor(session), after)
      for await (const { notification } of stream) {
        cursors.push(notification.revision)
        after = notification.revision
        known.set(notification.id, notification.readAt)
        if (notification.title === 'last') return { cursors, known }
        if (cursors.length % reconnectEvery === 0) break
      }
    }
  }

  it('makers and readers never leave a client with another state than the table’s', async () => {
    const { session } = await beginTestSession(app.db, owner)
    const following = [follow(session, 7), follow(session, 1_000_000)]
    const make = async (maker: number) => {
      for (let n = 0; n < 25; n++) await ring(beside, owner, `${maker}-${n}`)
    }
    const read = async (reader: number) => {
      for (let n = 0; n < 15; n++) {
        const rows = await app.db.notification.findMany({ orderBy: { sequence: 'desc' }, take: 10 })
        const ids = rows.filter((_, index) => (index + n) % 3 === reader % 3).map(({ id }) => id)
        const newest = rows[5]
        if (n % 5 === 4 && newest) await markAllNotificationsRead(beside, asActor(session), newest.id)
        else await markNotificationsRead(beside, asActor(session), ids)
      }
    }
    await Promise.all([0, 1, 2, 3].flatMap((each) => [make(each), read(each)]))
    await ring(beside, owner, 'last')

    const table = await app.db.notification.findMany({ orderBy: { revision: 'asc' } })
    const state = new Map(table.map(({ id, readAt }) => [id, readAt]))
    for (const { cursors, known } of await Promise.all(following)) {
      expect(known).toEqual(state)
      expect(cursors).toEqual([...new Set(cursors)].sort((a, b) => Number(a - b)))
    }
    // No revision is missing: 101 notifications were made, and some were read.
    const marked = table.filter(({ readAt }) => readAt !== null).length
    expect(marked).toBeGreaterThan(20)
    expect(table.at(-1)?.revision).toBe(BigInt(101 + marked))
  })
})
