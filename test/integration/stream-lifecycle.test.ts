// The beginning and the end of streams: what a client that leaves, however it does, leaves behind on the server.
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createNotification } from '../../src/notifications/create-notification.ts'
import { startTestApp } from '../support/app.ts'
import { beginTestSession } from '../support/begin-session.ts'
import { openEventStream } from '../support/event-stream.ts'
import { serveGraphQL, type TestServer } from '../support/serve.ts'
import { memberId } from '../support/services.ts'
import { openSignedIn, openSocket, type RawSocket } from '../support/socket.ts'
import { useServices } from '../support/use-services.ts'

const email = 'owner@summitridge.example'
const bell = 'subscription { notificationReceived { unreadCount notification { title } } }'
const completed = 'subscription { exportCompleted { id } }'

const services = useServices()
let server: TestServer
let url: string
let token: string

/** What listens for events on the server now, by topic: streams for what they are about, and for the end of sessions. */
const listening = new Map<object, string>()
const streams = () => [...listening.values()].filter((topic) => topic.startsWith('notifications:')).length

beforeAll(async () => {
  const { subscribe } = services.events
  services.events.subscribe = (topic, wake) => {
    const end = subscribe(topic, wake)
    listening.set(end, topic)
    return () => {
      listening.delete(end)
      end()
    }
  }
  server = await serveGraphQL(services)
  url = server.url
  const signedIn = await beginTestSession(services.db, memberId(email))
  token = signedIn.sessionToken
})
afterAll(() => server.stop())
// Nothing at all: neither a stream nor what watches a socket's session.
beforeEach(() => vi.waitFor(() => expect([...listening.values()]).toEqual([])))

const untilListening = (count: number) =>
  vi.waitFor(() => expect(streams()).toBe(count), { timeout: 10_000, interval: 10 })

/** Subscribes, and waits until the server listens. */
async function subscribe(socket: RawSocket, queries: string[]): Promise<void> {
  const before = streams()
  for (const [id, query] of queries.entries()) {
    socket.send({ id: String(id), type: 'subscribe', payload: { query } })
  }
  await untilListening(before + queries.length)
}

const ring = (title: string) =>
  services.events.transact(services.db, (change) =>
    createNotification(change, {
      teamMemberId: memberId(email),
      kind: 'SECURITY',
      title,
      body: 'A body.',
      exportId: null,
    }),
  )

describe('over WebSocket', () => {
  it('unsubscribing frees what listens, at once and without an event', async () => {
    const socket = await openSignedIn(url, token)
    for (let round = 0; round < 20; round++) {
      await subscribe(socket, [bell, completed])
      for (const id of ['0', '1']) socket.send({ id, type: 'complete' })
      await untilListening(0)
    }
    socket.socket.close()
  })

  it.each(['close', 'terminate'] as const)('a client that leaves by %s frees what listens', async (how) => {
    const sockets = await Promise.all(Array.from({ length: 5 }, () => openSignedIn(url, token)))
    for (const socket of sockets) await subscribe(socket, [bell, completed, bell])
    expect(streams()).toBe(15)
    for (const { socket } of sockets) socket[how]()
    await untilListening(0)
  })

  it('one subscription ends and the others go on', async () => {
    const socket = await openSignedIn(url, token)
    await subscribe(socket, [bell, bell])
    socket.send({ id: '0', type: 'complete' })
    await untilListening(1)
    await ring('For the other one')
    expect(await socket.next()).toMatchObject({
      id: '1',
      type: 'next',
      payload: { data: { notificationReceived: { notification: { title: 'For the other one' } } } },
    })
    socket.socket.close()
    await untilListening(0)
  })

  it('a session that has ended ends its socket at the next event, which it shows nothing of', async () => {
    const signedIn = await beginTestSession(services.db, memberId(email))
    const socket = await openSignedIn(url, signedIn.sessionToken)
    await subscribe(socket, [bell])
    await services.db.session.delete({ where: { id: signedIn.session.id } })
    await ring('Not for this one')
    await expect(socket.next()).rejects.toThrow('The socket was closed: 4401 Unauthorized')
    await untilListening(0)
  })

  it.each([
    ['idle', `last_seen_at = now() - interval '12 hours' + interval '1 second'`],
    ['absolute', `expires_at = now() + interval '1 second'`],
  ])('a session’s %s end ends its socket, without any event', async (_, change) => {
    const signedIn = await beginTestSession(services.db, memberId(email))
    const socket = await openSignedIn(url, signedIn.sessionToken)
    await services.pool.query(`UPDATE session SET ${change} WHERE id = $1`, [signedIn.session.id])
    await subscribe(socket, [bell, completed])
    // No stream is told that it is complete: a client would take that for the end of what it asked for.
    await expect(socket.next()).rejects.toThrow('The socket was closed: 4401 Unauthorized')
    await untilListening(0)
  })

  it('a stream that fails is answered without the reason, and frees what listens', async () => {
    const socket = await openSignedIn(url, token)
    await subscribe(socket, [bell])
    await services.pool.query('ALTER TABLE notification RENAME COLUMN sequence TO sequence_gone')
    await services.events.transact(services.db, async ({ announce }) =>
      announce(`notifications:${memberId(email)}`),
    )
    const [error] = [await socket.next()]
    await services.pool.query('ALTER TABLE notification RENAME COLUMN sequence_gone TO sequence')
    expect(error).toEqual({
      id: '0',
      type: 'error',
      payload: [
        {
          message: 'Something went wrong on our side. Try again in a moment.',
          extensions: { code: 'INTERNAL_SERVER_ERROR' },
        },
      ],
    })
    await untilListening(0)
    socket.socket.close()
  })
})

describe('over server-sent events', () => {
  const asOwner = () => ({ authorization: `Bearer ${token}` })

  it('a subscription by POST gets its events, and leaving frees what listens', async () => {
    const { response, until, leave } = await openEventStream(url, bell, asOwner())
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/)
    await untilListening(1)
    await ring('Over SSE')
    expect(await until(/event: next\n.*\n\n/s)).toMatch(
      /event: next\ndata: {"data":{"notificationReceived":{"unreadCount":\d+,"notification":{"title":"Over SSE"}}}}/,
    )
    leave()
    await untilListening(0)
  })

  it('without a session nothing is begun', async () => {
    const { until } = await openEventStream(url, bell)
    expect(await until(/event: complete/)).toContain('"extensions":{"code":"UNAUTHENTICATED"}')
    expect(streams()).toBe(0)
  })
})

describe('a server that stops', () => {
  it('tells every socket with 1001, and does not wait for one that keeps silent', async () => {
    const app = await startTestApp()
    const client = await app.signIn(email)
    const sockets = await Promise.all([
      openSignedIn(app.url, client.token ?? ''),
      openSignedIn(app.url, client.token ?? ''),
      openSocket(app.url),
    ])
    sockets[0].send({ id: '1', type: 'subscribe', payload: { query: bell } })
    const silent = await openSignedIn(app.url, client.token ?? '')
    silent.socket.pause()
    const start = performance.now()
    const stopped = app.stop()
    expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual(
      Array(3).fill({ code: 1001, reason: 'Going away' }),
    )
    await stopped
    expect(performance.now() - start).toBeLessThan(8_000)
    silent.socket.terminate()
  })
})
