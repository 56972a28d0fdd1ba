// The API over WebSocket: who may open one, and what a bad message does to it.

import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type ApiClient, createClient } from '../support/client.ts'
import { LogOutDocument, WhoAmIDocument } from '../support/gql/graphql.ts'
import { post } from '../support/http.ts'
import {
  openSignedIn,
  openSocket,
  type RawSocket,
  sendAndBreakOff,
  sendBytes,
  upgradeRequest,
} from '../support/socket.ts'
import { sessionOf } from '../support/stored-tokens.ts'
import { useApp, useServer } from '../support/use-app.ts'

const email = 'owner@summitridge.example'
const portal = 'https://portal.example.com'
const viewer = '{ viewer { teamMember { email } } }'
const asOwner = { data: { viewer: { teamMember: { email } } } }

const app = useApp({ config: { allowedOrigins: [portal] } })
const secure = useServer(() => app, { publicUrl: portal })
let owner: ApiClient
beforeAll(async () => {
  owner = await app.signIn(email)
})

const answer = (id: string, payload: object) => [
  { id, type: 'next', payload },
  { id, type: 'complete' },
]

describe('opening', () => {
  it.each([
    'https://evil.example',
    'null',
    'http://portal.example.com',
    'https://portal.example.com.evil.example',
    '',
  ])('is refused to a page of the origin %j, even with a cookie', async (origin) => {
    expect(await sendBytes(app.url, upgradeRequest('/graphql', origin))).toBe('HTTP/1.1 403 Forbidden')
    const headers = { cookie: `vestibule_session=${owner.token}`, Origin: origin }
    const withCookie = openSocket(app.url, { headers })
    await expect(withCookie).rejects.toThrow('Unexpected server response: 403')
  })

  it.each(['/', '/graphql/', '/other', '//', '//graphql', '/%zz', 'http://['])(
    'is refused at %j, and the server lives',
    async (path) => {
      expect(await sendBytes(app.url, upgradeRequest(path))).toMatch(/^HTTP\/1\.1 404 Not Found$/)
      expect(await app.anonymous.request(WhoAmIDocument)).toEqual({ viewer: null })
    },
  )

  it('may be broken off by the client at any moment, and the server lives', async () => {
    const requests = [
      upgradeRequest('/other'),
      upgradeRequest('/graphql', 'https://evil.example'),
      upgradeRequest('/graphql'),
    ]
    for (let round = 0; round < 10; round++) {
      await Promise.all(requests.map((request) => sendAndBreakOff(app.url, request)))
    }
    expect(await app.anonymous.request(WhoAmIDocument)).toEqual({ viewer: null })
  })

  it('with a cookie works for a page of an own or a configured origin', async () => {
    const headers = { cookie: `vestibule_session=${owner.token}` }
    for (const origin of [portal, app.url, app.url.replace('127.0.0.1', 'localhost')]) {
      const socket = await openSocket(app.url, { origin, headers })
      socket.send({ type: 'connection_init' })
      expect(await socket.next()).toEqual({ type: 'connection_ack' })
      expect(await socket.run('1', viewer)).toEqual(answer('1', asOwner))
      socket.socket.close()
    }
  })

  it.each([
    [undefined],
    [{}],
    [{ authorization: 'Bearer' }],
    [{ authorization: `Bearer ${'x'.repeat(43)}` }],
    [{ authorization: 'Basic dXNlcjpwYXNz' }],
    [{ authorization: ['Bearer x'] }],
    [{ authorization: null }],
    [{ Authorization: 'in the wrong case' }],
  ])('without a session closes with 4401: %j', async (payload) => {
    const socket = await openSocket(app.url)
    socket.send({ type: 'connection_init', payload })
    expect(await socket.closed).toEqual({ code: 4401, reason: 'Unauthorized' })
  })

  it('with a session that has ended closes with 4401', async () => {
    const client = await app.signIn(email)
    await app.db.session.delete({ where: { id: (await sessionOf(app, client.token ?? '')).id } })
    await expect(client.subscribe(WhoAmIDocument)).rejects.toMatchObject({ code: 4401 })
  })

  it('and saying nothing closes with 4408 after three seconds', async () => {
    const start = performance.now()
    const socket = await openSocket(app.url)
    expect(await socket.closed).toEqual({ code: 4408, reason: 'Connection initialisation timeout' })
    expect(performance.now() - start).toBeGreaterThan(2_900)
    expect(performance.now() - start).toBeLessThan(6_000)
  })

  it('and subscribing before the session was given closes with 4401', async () => {
    const socket = await openSocket(app.url)
    socket.send({ id: '1', type: 'subscribe', payload: { query: viewer } })
    expect(await socket.closed).toEqual({ code: 4401, reason: 'Unauthorized' })
  })
})

describe('an open socket', () => {
  let socket: RawSocket
  beforeEach(async () => {
    socket = await openSignedIn(app.url, owner.token ?? '')
  })
  afterEach(() => socket.socket.terminate())

  const expectAlive = async () => expect(await socket.run('alive', viewer)).toEqual(answer('alive', asOwner))

  it.each([
    ['a syntax error', '{', 'GRAPHQL_PARSE_FAILED'],
    ['nothing', '', 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', '{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    [
      'a subscription to two things',
      'subscription { a: exportCompleted { id } b: exportCompleted { id } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['what is too deep to be parsed', '{a'.repeat(20_000), 'INTERNAL_SERVER_ERROR'],
  ])('answers %s with an error, and lives', async (_what, query, code) => {
    const [error, ...rest] = await socket.run('1', query)
    expect(rest).toEqual([])
    expect(error).toMatchObject({ id: '1', type: 'error', payload: [{ extensions: { code } }] })
    await expectAlive()
  })

  it('answers an unexpected error without its text, and lives', async () => {
    await app.pool.query('ALTER TABLE session RENAME TO session_gone')
    const [error] = await socket
      .run('1', viewer)
      .finally(() => app.pool.query('ALTER TABLE session_gone RENAME TO session'))
    expect(error).toEqual({
      id: '1',
      type: 'error',
      payload: [
        {
          message: 'Something went wrong on our side. Try again in a moment.',
          extensions: { code: 'INTERNAL_SERVER_ERROR' },
        },
      ],
    })
    await expectAlive()
  })

  it('takes mutations as HTTP does, but those that set a cookie', async () => {
    const request = 'mutation { requestExport(input: { kind: TAX_INFORMATION }) { __typename } }'
    const before = await app.db.export.count()
    expect(await socket.run('1', request)).toEqual(
      answer('1', { data: { requestExport: { __typename: 'RequestExportSuccess' } } }),
    )
    expect(await app.db.export.count()).toBe(before + 1)
    const sessions = await app.db.session.count()
    const login = `mutation { login(input: { email: "${email}", password: "violet-harbor-quilt-92" }) { __typename } }`
    const [refused] = await socket.run('2', login)
    expect(refused.payload.errors[0].extensions).toEqual({ code: 'BAD_REQUEST' })
    expect(await app.db.session.count()).toBe(sessions)
  })

  it('is closed with 4401 once its session has ended, and a client that does not listen can do nothing more', async () => {
    const client = await app.signIn(email)
    const other = await openSignedIn(app.url, client.token ?? '')
    const exports = await app.db.export.count()
    other.socket.pause()
    await client.request(LogOutDocument)
    const query = 'mutation { requestExport(input: { kind: TAX_INFORMATION }) { __typename } }'
    for (const id of ['1', '2', '3']) other.send({ id, type: 'subscribe', payload: { query } })
    other.socket.resume()
    expect(await other.closed).toEqual({ code: 4401, reason: 'Unauthorized' })
    expect(await createClient(app.url, client.token).request(WhoAmIDocument)).toEqual({ viewer: null })
    expect(await app.db.export.count()).toBe(exports)
    await expectAlive()
  })

  it('takes 64 KiB in one message, and closes on more, without a word on the console', async () => {
    const queryOf = (bytes: number) => {
      const message = JSON.stringify({ id: '1', type: 'subscribe', payload: { query: `{ __typename } #` } })
      return message.replace('#', `#${'x'.repeat(bytes - message.length)}`)
    }
    socket.send(queryOf(64 * 1024))
    expect([await socket.next(), await socket.next()]).toEqual(answer('1', { data: { __typename: 'Query' } }))
    const console = vi.spyOn(globalThis.console, 'error')
    socket.send(queryOf(64 * 1024 + 1))
    expect((await socket.closed).code).toBe(1009)
    expect(console).not.toHaveBeenCalled()
    console.mockRestore()
    expect(app.logs.join('')).toContain('Max payload size exceeded')
  })

  it.each([
    ['no JSON', 'x', 4400],
    ['no message', '{}', 4400],
    ['an unknown message', '{"type":"other"}', 4400],
    ['a second greeting', '{"type":"connection_init"}', 4429],
    ['a subscription without an id', '{"type":"subscribe","payload":{"query":"{ __typename }"}}', 4400],
  ])('closes on %s, and the server lives', async (_what, message, code) => {
    socket.send(message)
    expect((await socket.closed).code).toBe(code)
    expect(await app.anonymous.request(WhoAmIDocument)).toEqual({ viewer: null })
  })

  it('closes on a second operation with the id of a running one', async () => {
    const payload = { query: 'subscription { exportCompleted { id } }' }
    for (const _time of [1, 2]) socket.send({ id: 'same', type: 'subscribe', payload })
    expect(await socket.closed).toMatchObject({ code: 4409 })
  })
})

it('over https only the cookie that no other host can have set opens one', async () => {
  const open = async (name: string) => {
    const socket = await openSocket(secure.url, { headers: { cookie: `${name}=${owner.token}` } })
    socket.send({ type: 'connection_init' })
    return socket
  }
  expect(await (await open('vestibule_session')).closed).toMatchObject({ code: 4401 })
  const accepted = await open('__Host-vestibule_session')
  expect(await accepted.next()).toEqual({ type: 'connection_ack' })
  accepted.socket.close()
  expect((await post(secure.url, viewer, {}, { cookie: `vestibule_session=${owner.token}` })).json).toEqual({
    data: { viewer: null },
  })
})
