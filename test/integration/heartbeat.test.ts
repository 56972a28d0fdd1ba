// Peers that no longer answer, or take nothing any more, are dropped; those to which nothing happens stay.
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { beforeAll, describe, expect, it } from 'vitest'
import WebSocket, { WebSocketServer } from 'ws'
import { createHeartbeat } from '../../src/api/websocket/heartbeat.ts'
import { beginTestSession } from '../support/begin-session.ts'
import { openEventStream } from '../support/event-stream.ts'
import { serveGraphQL } from '../support/serve.ts'
import { memberId } from '../support/services.ts'
import { openSignedIn, type RawSocket, upgradeRequest } from '../support/socket.ts'
import { until } from '../support/until.ts'
import { useServices } from '../support/use-services.ts'

const owner = 'owner@summitridge.example'
const finance = 'finance@summitridge.example'
const bell = 'subscription { notificationReceived { cursor } }'
const typename = '{ __typename }'

const services = useServices()
let token: string
let colleague: string
beforeAll(async () => {
  token = (await beginTestSession(services.db, memberId(owner))).sessionToken
  colleague = (await beginTestSession(services.db, memberId(finance))).sessionToken
})

const works = async (socket: RawSocket) => expect(await socket.run('works', typename)).toHaveLength(2)

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
