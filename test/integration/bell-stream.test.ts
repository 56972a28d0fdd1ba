// The stream of the bell: it loses nothing while the database cannot be reached, ends with its session, and keeps
// nothing for a consumer that is slow.

import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import type { NotificationStep } from '../../src/notifications/read-steps.ts'
import { streamNotifications } from '../../src/notifications/stream-notifications.ts'
import { clearBells, ring as ringFor } from '../support/bell.ts'
import { asActor, memberId, startTestServices, type TestServices } from '../support/services.ts'
import { until } from '../support/until.ts'

const ownerEmail = 'owner@summitridge.example'
const teamMemberId = memberId(ownerEmail)

let services: TestServices
beforeAll(async () => {
  services = await startTestServices()
})
afterAll(() => services.stop())

const ring = (title: string) => ringFor(services, teamMemberId, title)

describe('the stream', () => {
  beforeEach(() => clearBells(services.db))

  /** What wakes each stream that was opened here, as a hint does. */
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
    await ring('before')
    expect((await stream.next()).value).toMatchObject({ notification: { sequence: 1n } })
    const second = stream.next()
    let isSettled = false
    void second.then(() => (isSettled = true))
    // No connection is let in until the notification is made, so its hint is lost.
    await admin.query(`ALTER DATABASE ${database} ALLOW_CONNECTIONS false`)
    const { rowCount } = await admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND application_name = 'vestibule-events'`,
      [database],
    )
    expect(rowCount).toBe(1)
    await until(() => expect(services.logs.join('')).toContain('the connection for events was lost'))
    await ring('meanwhile')
    expect(isSettled).toBe(false)
    await admin.query(`ALTER DATABASE ${database} ALLOW_CONNECTIONS true`)
    await admin.end()
    expect((await second).value).toMatchObject({ notification: { sequence: 2n }, unreadCount: 2 })
    await stream.return()
  })

  /** Closes every connection but one, and lets in no new one. */
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

  /** Asks for the next step. `isOver` says whether it has come. */
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
    await ring('before')
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
    // The woken stream cannot reach the database.
    for (const listener of listeners) listener()
    await untilNoticed()
    expect(second.isOver).toBe(false)
    await letIn()
    if (endSession) expect(await second.next).toEqual({ value: undefined, done: true })
    else expect((await second.next).value).toMatchObject({ notification: { title: 'meanwhile' } })
    await stream.return()
  })

  it('trusts no session that cannot be read: what was read before is not sent', async () => {
    for (const title of ['1', '2']) await ring(title)
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
    for (const title of ['1', '2', '3']) await ring(title)
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
    await ring('first')
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
