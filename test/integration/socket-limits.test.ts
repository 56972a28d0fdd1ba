import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import WebSocket from 'ws'
import { limits } from '../../src/api/websocket/live-connections.ts'
import { createCap } from '../../src/platform/limits/cap.ts'
import { beginTestSession } from '../support/begin-session.ts'
import { serveGraphQL, type TestServer } from '../support/serve.ts'
import { memberId } from '../support/services.ts'
import { openSignedIn, openSocket, type RawSocket, sendBytes, upgradeRequest } from '../support/socket.ts'
import { until } from '../support/until.ts'
import { useServices } from '../support/use-services.ts'

const owner = 'owner@summitridge.example'
const finance = 'finance@summitridge.example'
const bell = 'subscription { notificationReceived { cursor } }'
const typename = '{ __typename }'

const services = useServices()
let server: TestServer
let url: string
let token: string
let colleague: string
beforeAll(async () => {
  server = await serveGraphQL(services)
  url = server.url
  token = (await beginTestSession(services.db, memberId(owner))).sessionToken
  colleague = (await beginTestSession(services.db, memberId(finance))).sessionToken
})
afterAll(() => server.stop())

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
