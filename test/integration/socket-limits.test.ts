// How much one member, one socket and one address may have of the live API, and that nobody else has less for it.
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import WebSocket, { WebSocketServer } from 'ws'
import { createHeartbeat } from '../../src/api/websocket/heartbeat.ts'
import { limits } from '../../src/api/websocket/live-connections.ts'
import { createCap } from '../../src/platform/limits/cap.ts'
import { beginTestSession } from '../support/begin-session.ts'
import { type EventStream, openEventStream } from '../support/event-stream.ts'
import { serveGraphQL, type TestServer } from '../support/serve.ts'
import { memberId, startTestServices, type TestServices } from '../support/services.ts'
import {
  openSignedIn,
  openSocket,
  type RawSocket,
  sendAndBreakOff,
  sendBytes,
  upgradeRequest,
} from '../support/socket.ts'
import { until } from '../support/until.ts'

const owner = 'owner@summitridge.example'
const finance = 'finance@summitridge.example'
const bell = 'subscription { notificationReceived { cursor } }'
const typename = '{ __typename }'

let services: TestServices
let server: TestServer
let url: string
let token: string
let colleague: string
beforeAll(async () => {
  services = await startTestServices()
  server = await serveGraphQL(services)
  url = server.url
  token = (await beginTestSession(services.db, memberId(owner))).sessionToken
  colleague = (await beginTestSession(services.db, memberId(finance))).sessionToken
})
afterAll(async () => {
  await server.stop()
  await services.stop()
})

const connection = async (of: string) => {
  const socket = await openSocket(url)
  socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${of}` } })
  return socket
}

const closeAll = async (sockets: RawSocket[]) => {
  for (const { socket } of sockets) socket.close()
  await Promise.all(sockets.map(({ closed }) => closed))
}

const works = async (socket: RawSocket) => expect(await socket.run('works', typename)).toHaveLength(2)

describe('a member', () => {
  it(`has ${limits.socketsPerMember} sockets at most: one more closes with 4429, and the others live`, async () => {
    // Asked for all at once: exactly so many are let in.
    const asked = await Promise.all(
      Array.from({ length: limits.socketsPerMember + 5 }, () => connection(token)),
    )
    const answers = await Promise.all(asked.map(({ next, closed }) => next().catch(() => closed)))
    const refused = answers.filter((answer) => answer.code)
    expect(refused).toEqual(Array(5).fill({ code: 4429, reason: 'More than 20 sockets' }))
    const open = asked.filter(({ socket }) => socket.readyState === WebSocket.OPEN)
    expect(open).toHaveLength(limits.socketsPerMember)
    for (const socket of open) await works(socket)
    const other = await openSignedIn(url, colleague)
    await works(other)
    await closeAll([other, ...open.slice(0, 1)])
    const again = await openSignedIn(url, token)
    await works(again)
    await closeAll([again, ...open.slice(1)])
  })

  it('loses no place by clients that hang up, whenever they do', async () => {
    for (let round = 0; round < 3; round++) {
      const sockets = await Promise.all(Array.from({ length: 15 }, () => connection(token)))
      for (const { socket } of sockets) socket.terminate()
      await Promise.all(sockets.map(({ closed }) => closed))
    }
    const open: RawSocket[] = []
    await until(async () => {
      while (open.length < limits.socketsPerMember) open.push(await openSignedIn(url, token))
    })
    await closeAll(open)
  })
})

describe('a socket', () => {
  let socket: RawSocket
  beforeEach(async () => {
    socket = await openSignedIn(url, token)
  })

  const overLimit = (id: string) => ({
    id,
    type: 'error',
    payload: [
      {
        message: 'A socket can run 20 operations at a time. Complete one before starting another.',
        extensions: { code: 'TOO_MANY_OPERATIONS' },
      },
    ],
  })

  it('runs 20 operations at most: one more is answered with an error, and the socket lives', async () => {
    for (let n = 1; n <= 20; n++) socket.send({ id: `s${n}`, type: 'subscribe', payload: { query: bell } })
    expect(await socket.run('more', bell)).toEqual([overLimit('more')])
    expect(await socket.run('a query', typename)).toEqual([overLimit('a query')])
    socket.send({ id: 's7', type: 'complete' })
    await works(socket)
    socket.send({ id: 's7', type: 'subscribe', payload: { query: bell } })
    expect(await socket.run('more', bell)).toEqual([overLimit('more')])
    await closeAll([socket])
  })

  it('is not given more by giving up what runs', async () => {
    const client = await services.pool.connect()
    await client.query('BEGIN')
    await client.query('LOCK TABLE investor')
    try {
      for (let n = 1; n <= 20; n++) {
        const query = '{ investors { totalCount } }'
        socket.send({ id: `q${n}`, type: 'subscribe', payload: { query } })
        socket.send({ id: `q${n}`, type: 'complete' })
      }
      // Once all of them run.
      await until(async () => expect(await socket.run('more', typename)).toEqual([overLimit('more')]), 200)
    } finally {
      await client.query('ROLLBACK')
      client.release()
    }
    await until(() => works(socket), 200)
    await closeAll([socket])
  })

  it.each([
    [
      'messages',
      (n: number) => socket.send({ id: String(n), type: 'subscribe', payload: { query: typename } }),
    ],
    ['messages that say nothing', () => socket.send({ type: 'pong' })],
    ['pings of the protocol below', () => socket.socket.ping()],
  ])('that sends a flood of %s is closed with 4429', async (_what, send) => {
    for (let n = 0; n < 300; n++) send(n)
    expect(await socket.closed).toEqual({ code: 4429, reason: 'Too many messages' })
  })

  it('that sends a flood has but its burst looked at', async () => {
    const looked = vi.spyOn(services.db, '$queryRaw')
    for (let n = 0; n < 5_000; n++) {
      socket.send({
        id: String(n),
        type: 'subscribe',
        payload: { query: '{ notifications { totalCount } }' },
      })
    }
    expect((await socket.closed).code).toBe(4429)
    expect(looked.mock.calls.length).toBeLessThan(150)
    looked.mockRestore()
  })

  it('may send a message every 20 ms for as long as it likes', async () => {
    for (let n = 0; n < 150; n++) {
      await works(socket)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    await closeAll([socket])
  })
})

describe('strangers', () => {
  it('have so many sockets from one address, and so many in all; whoever is known takes none of them', async () => {
    const limited = await serveGraphQL(services, { strangers: createCap({ each: 3, all: 3 }) })
    try {
      const known = await Promise.all([1, 2, 3].map(() => openSignedIn(limited.url, token)))
      const strangers = await Promise.all([1, 2, 3].map(() => openSocket(limited.url)))
      expect(await sendBytes(limited.url, upgradeRequest('/graphql'))).toBe(
        'HTTP/1.1 503 Service Unavailable',
      )
      for (const socket of known) await works(socket)
      strangers[0]?.socket.terminate()
      const next = await until(() => openSignedIn(limited.url, token))
      await works(next)
    } finally {
      await limited.stop()
    }
  })

  it('lose no place by requests that are no upgrade, or are broken off', async () => {
    const limited = await serveGraphQL(services, { strangers: createCap({ each: 2, all: 2 }) })
    try {
      for (let n = 0; n < 5; n++) {
        const bad = upgradeRequest('/graphql').replace(
          'Sec-WebSocket-Version: 13',
          'Sec-WebSocket-Version: 1',
        )
        expect(await until(() => sendBytes(limited.url, bad))).toMatch(/^HTTP\/1.1 400/)
      }
      await works(await until(() => openSignedIn(limited.url, token)))
    } finally {
      await limited.stop()
    }
  })
})

describe('streams of server-sent events', () => {
  it('are so many for a member: one more is answered 429; leaving makes room', async () => {
    const limited = await serveGraphQL(services, { streams: createCap({ each: 2 }) })
    const open = (of: string) => openEventStream(limited.url, bell, { authorization: `Bearer ${of}` })
    try {
      const streams = await Promise.all([open(token), open(token)])
      expect(streams.map(({ response }) => response.status)).toEqual([200, 200])
      const refused = await open(token)
      expect(refused.response.status).toBe(429)
      expect(await refused.until(/complete/)).toContain('"code":"TOO_MANY_STREAMS"')
      const other = await open(colleague)
      expect(other.response.status).toBe(200)
      other.leave()
      streams[0]?.leave()
      const again = await until(async () => {
        const stream = await open(token)
        expect(stream.response.status).toBe(200)
        return stream
      })
      for (const stream of [streams[1], again] as EventStream[]) stream.leave()
    } finally {
      await limited.stop()
    }
  })
})

describe('clients of server-sent events that break off', () => {
  it('keep no place, whenever they do', async () => {
    const listening = new Set<object>()
    const events: TestServices['events'] = {
      ...services.events,
      subscribe(topic, wake) {
        const end = services.events.subscribe(topic, wake)
        listening.add(end)
        return () => {
          listening.delete(end)
          end()
        }
      },
    }
    const limited = await serveGraphQL({ ...services, events }, { streams: createCap({ each: 4 }) })
    const body = JSON.stringify({ query: bell })
    const request =
      `POST /graphql HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nAccept: text/event-stream\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
    for (let round = 0; round < 10; round++) {
      await Promise.all([1, 2, 3, 4].map(() => sendAndBreakOff(limited.url, request)))
    }
    await until(() => expect(listening.size).toBe(0))
    const streams = await until(async () => {
      const opened = await Promise.all(
        [1, 2, 3, 4].map(() => openEventStream(limited.url, bell, { authorization: `Bearer ${token}` })),
      )
      const statuses = opened.map(({ response }) => response.status)
      if (statuses.includes(429)) for (const stream of opened) stream.leave()
      expect(statuses).toEqual([200, 200, 200, 200])
      return opened
    }, 200)
    for (const stream of streams) stream.leave()
    await until(() => expect(listening.size).toBe(0))
    await limited.stop()
  })
})

describe('a client of a stream of server-sent events', () => {
  it('that takes nothing any more is dropped; one to which nothing happens stays', async () => {
    const limited = await serveGraphQL(services, { heartbeat: createHeartbeat(200) })
    const idle = await openEventStream(limited.url, bell, { authorization: `Bearer ${token}` })
    const body = JSON.stringify({
      query: 'subscription { notificationReceived(after: "YmVsbDow") { notification { body } } }',
    })
    const paused = connect(Number(new URL(limited.url).port), '127.0.0.1')
    paused.write(
      `POST /graphql HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${colleague}\r\n` +
        `Accept: text/event-stream\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    )
    paused.pause()
    // More than the operating system takes for a client that reads nothing.
    await services.pool.query(
      `INSERT INTO notification (id, team_member_id, sequence, revision, kind, title, body)
       SELECT gen_random_uuid(), $1, n, n, 'SECURITY', 'long', repeat('x', 50000) FROM generate_series(1, 500) AS n`,
      [memberId(finance)],
    )
    await services.pool.query('UPDATE team_member SET notification_sequence = 500 WHERE id = $1', [
      memberId(finance),
    ])
    await services.events.transact(services.db, async ({ announce }) =>
      announce(`notifications:${memberId(finance)}`),
    )
    await until(async () => expect(await limited.countConnections()).toBe(2))
    await until(async () => expect(await limited.countConnections()).toBe(1))
    let bytes = 0
    paused.on('data', (data) => (bytes += data.length))
    paused.on('error', () => {})
    paused.resume()
    await once(paused, 'close')
    expect(bytes).toBeLessThan(20_000_000)
    idle.leave()
    await limited.stop()
  })
})

describe('a peer that no longer answers', () => {
  /** Does all that makes a socket, and then nothing: as a machine that lost its network, to which TCP still sends. */
  async function openSilent(port: number): Promise<Socket> {
    const peer = connect(port, '127.0.0.1')
    peer.write(upgradeRequest('/graphql'))
    await once(peer, 'data')
    peer.on('data', () => {})
    peer.on('error', () => {})
    return peer
  }

  it('is found and dropped; one that answers stays', async () => {
    const heartbeat = createHeartbeat(300)
    const limited = await serveGraphQL(services, { heartbeat })
    const alive = await openSignedIn(limited.url, token)
    const started = performance.now()
    const silent = await openSilent(Number(new URL(limited.url).port))
    // The server would give it 3 seconds to say who it is.
    await once(silent, 'close')
    expect(performance.now() - started).toBeLessThan(2_500)
    expect(alive.socket.readyState).toBe(WebSocket.OPEN)
    await works(alive)
    await limited.stop()
  })

  it('is asked once it was silent for a while, and not before', async () => {
    const heartbeat = createHeartbeat(300)
    const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' })
    sockets.on('connection', (socket) => heartbeat.watch(socket))
    await once(sockets, 'listening')
    const { port } = sockets.address() as { port: number }
    const talker = new WebSocket(`ws://127.0.0.1:${port}`)
    const listener = new WebSocket(`ws://127.0.0.1:${port}`)
    const pings = { talker: 0, listener: 0 }
    talker.on('ping', () => (pings.talker += 1))
    listener.on('ping', () => (pings.listener += 1))
    await once(talker, 'open')
    const talking = setInterval(() => talker.send('x'), 20)
    await until(() => expect(pings.listener).toBeGreaterThan(2))
    clearInterval(talking)
    expect(pings.talker).toBeLessThan(pings.listener)
    expect([talker.readyState, listener.readyState]).toEqual([WebSocket.OPEN, WebSocket.OPEN])
    heartbeat.stop()
    for (const socket of sockets.clients) socket.terminate()
    await new Promise((resolve) => sockets.close(resolve))
  })
})
