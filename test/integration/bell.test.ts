// The bell over WebSocket: everything once and in order, whatever happens to clients, sessions and connections.

import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createNotification } from '../../src/notifications/create-notification.ts'
import { encodeCursor } from '../../src/notifications/stream-notifications.ts'
import type { DatabaseServices } from '../../src/platform/services.ts'
import { startTestApp } from '../support/app.ts'
import { clearBells, readTitles, ring as ringFor, servicesBeside } from '../support/bell.ts'
import type { ApiClient } from '../support/client.ts'
import { askForExport } from '../support/exports.ts'
import {
  ListenForExportsDocument,
  ListenToBellDocument,
  ListNotificationsDocument,
} from '../support/gql/graphql.ts'
import { memberId } from '../support/services.ts'
import { until } from '../support/until.ts'
import { useApp } from '../support/use-app.ts'

const ownerEmail = 'owner@summitridge.example'
const teamMemberId = memberId(ownerEmail)
const start = encodeCursor(0n)

describe('over WebSocket', () => {
  const app = useApp({ config: { role: 'server' } })
  let beside: DatabaseServices
  let owner: ApiClient
  beforeAll(async () => {
    beside = servicesBeside(app)
    owner = await app.signIn(ownerEmail)
  })
  beforeEach(() => clearBells(app.db))

  const ring = (title: string) => ringFor(beside, teamMemberId, title)
  const ringAndRollBack = () =>
    beside.events.transact(app.db, async (change) => {
      const text = { kind: 'SECURITY' as const, title: 'never', body: '', exportId: null }
      await createNotification(change, { teamMemberId, ...text })
      throw new Error('rolled back')
    })

  it('a client that reconnects twenty times gets all of 200 that are made meanwhile, once and in order', async () => {
    const making = Array.from({ length: 8 }, async (_, maker) => {
      for (let n = 0; n < 25; n++) {
        if (n % 5 === 0) await expect(ringAndRollBack()).rejects.toThrow('rolled back')
        await ring(`${maker}-${n}`)
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
    expect(seen).toEqual(await readTitles(app.db))
    expect(await seenSteadily).toEqual(seen)
    await steady.stop()
    expect(new Set(seen).size).toBe(200)
    expect(after).toBe(encodeCursor(200n))
  })

  it('without a cursor only what is new comes', async () => {
    for (const title of ['old 1', 'old 2']) await ring(title)
    const stream = await owner.subscribe(ListenToBellDocument, {})
    const first = stream.next()
    let made = 0
    const event = await until(async () => {
      await ring(`new ${++made}`)
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
    await ring('one')
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
    await ring('old')
    const stream = await owner.subscribe(ListenToBellDocument, { after: encodeCursor(5_000n) })
    const first = stream.next()
    await until(async () => {
      await ring('new')
      return await Promise.race([first, Promise.reject(new Error('nothing was heard yet'))])
    })
    expect((await first).notificationReceived.notification.title).toBe('new')
    await stream.stop()
  })

  it('says how many are unread, in the stream and in the list', async () => {
    for (const title of ['1', '2', '3']) await ring(title)
    await app.db.notification.updateMany({ where: { title: '2' }, data: { readAt: new Date() } })
    const stream = await owner.subscribe(ListenToBellDocument, { after: encodeCursor(2n) })
    expect((await stream.next()).notificationReceived.unreadCount).toBe(2)
    await ring('4')
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
    await ring('before')
    for (const stream of streams) {
      expect((await stream.next()).notificationReceived.notification.title).toBe('before')
    }
    // The newest session: that of the other client is older.
    await app.db
      .$executeRaw`DELETE FROM session WHERE id IN (SELECT id FROM session ORDER BY created_at DESC LIMIT 1)`
    await ring('after')
    await expect(streams[0]?.next()).rejects.toThrow('The socket was closed: 4401')
    expect((await streams[1]?.next())?.notificationReceived.notification.title).toBe('after')
    for (const stream of streams) await stream.stop()
  })

  it('of another server rings as well: asked for at one, heard at the other', async () => {
    const other = await startTestApp({}, app)
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
