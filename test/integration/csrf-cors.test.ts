// What other web pages can make a browser do with a member's cookie: nothing.

import { beforeEach, describe, expect, it } from 'vitest'
import { hashToken } from '../../src/platform/encryption/crypto.ts'
import { startTestApp } from '../support/app.ts'
import { WhoAmIDocument } from '../support/gql/graphql.ts'
import { post, send } from '../support/http.ts'
import { useApp } from '../support/use-app.ts'

const portal = 'https://portal.example.com'
const email = 'owner@summitridge.example'

const app = useApp({ config: { allowedOrigins: [portal] } })
let token: string
let cookie: string
beforeEach(async () => {
  token = (await app.signIn(email)).token ?? ''
  cookie = `vestibule_session=${token}`
})

/** The cookie's session still exists, and no export was requested. */
async function expectNothingHappened(): Promise<void> {
  const tokenHash = new Uint8Array(hashToken(token))
  expect(await app.db.session.count({ where: { tokenHash } })).toBe(1)
  expect(await app.db.export.count()).toBe(0)
}

const logout = 'mutation { logout { __typename } }'
const requestExport = 'mutation { requestExport(input: { kind: TAX_INFORMATION }) { __typename } }'

/** A mutation in each form that a page can send without asking first: a form, a beacon, an image. */
const simpleRequests = (query: string): [string, string, RequestInit][] => {
  const json = JSON.stringify({ query })
  const form = new FormData()
  form.append('operations', json)
  form.append('map', '{}')
  const body = (type: string, text: string) => ({
    method: 'POST',
    headers: { 'content-type': type },
    body: text,
  })
  const parameters = `query=${encodeURIComponent(query)}`
  return [
    ['urlencoded', '', body('application/x-www-form-urlencoded', parameters)],
    ['urlencoded with a charset', '', body('application/x-www-form-urlencoded; charset=utf-8', parameters)],
    ['text', '', body('text/plain', json)],
    ['text that poses as JSON', '', body('text/plain; application/json', json)],
    ['text in capitals', '', body('TEXT/PLAIN', json)],
    ['multipart', '', { method: 'POST', body: form }],
    ['GET', `?${parameters}`, {}],
    ['GET of a stream', `?${parameters}`, { headers: { accept: 'text/event-stream' } }],
    ['POST without a body', `?${parameters}`, { method: 'POST' }],
  ]
}

describe.each([
  ['logout', logout],
  ['requestExport', requestExport],
])('%s', (_name, query) => {
  it.each(simpleRequests(query))(
    'sent with a cookie as %s is refused and does nothing',
    async (_as, path, init) => {
      const headers = { ...init.headers, cookie, origin: 'https://evil.example' }
      const { status, text } = await send(`${app.url}/graphql${path}`, { ...init, headers })
      expect(status).toBe(403)
      expect(text).toContain('Required CSRF header(s) not present')
      await expectNothingHappened()
    },
  )
})

describe('with the header, which a foreign page cannot add unasked', () => {
  const csrf = { 'x-graphql-yoga-csrf': '1' }

  it('a query by GET is answered, a mutation by GET is not', async () => {
    const query = encodeURIComponent(WhoAmIDocument.toString())
    const answered = await send(`${app.url}/graphql?query=${query}`, { headers: { ...csrf, cookie } })
    expect(answered.json).toEqual({ data: { viewer: { teamMember: { email } } } })
    for (const mutation of [logout, requestExport]) {
      const refused = await send(`${app.url}/graphql?query=${encodeURIComponent(mutation)}`, {
        headers: { ...csrf, cookie },
      })
      expect(refused.status).toBe(405)
    }
    await expectNothingHappened()
  })

  it.each(['multipart/form-data; boundary=x', 'text/plain', ''])(
    '%j is no way to send a request',
    async (type) => {
      const body = type.startsWith('multipart') ? '--x--' : JSON.stringify({ query: logout })
      const headers = { ...csrf, cookie, 'content-type': type }
      const { status } = await send(`${app.url}/graphql`, { method: 'POST', headers, body })
      expect(status).toBe(415)
      await expectNothingHappened()
    },
  )

  it.each(['PUT', 'DELETE', 'PATCH', 'HEAD'])('%s is no way to send a request', async (method) => {
    const init = method === 'HEAD' ? {} : { body: JSON.stringify({ query: logout }) }
    const headers = { ...csrf, cookie, 'content-type': 'application/json' }
    const { status } = await send(`${app.url}/graphql`, { method, headers, ...init })
    expect(status).toBe(405)
    await expectNothingHappened()
  })
})

describe('an origin', () => {
  const corsOf = ({ headers }: { headers: Headers }) => ({
    origin: headers.get('access-control-allow-origin'),
    credentials: headers.get('access-control-allow-credentials'),
    vary: headers.get('vary'),
  })
  const none = { origin: null, credentials: null, vary: null }
  const preflight = (origin: string) =>
    send(`${app.url}/graphql`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,x-graphql-yoga-csrf',
      },
    })

  it.each([
    'https://evil.example',
    'null',
    'http://portal.example.com',
    'https://portal.example.com:8443',
    'https://portal.example.com.evil.example',
    'https://evil-portal.example.com',
    'HTTPS://PORTAL.EXAMPLE.COM',
    `${portal}/`,
    '*',
    '',
  ])('that is foreign may read no answer and send no cookie: %j', async (origin) => {
    expect(corsOf(await post(app.url, WhoAmIDocument, {}, { cookie, origin }))).toEqual(none)
    const asked = await preflight(origin)
    expect(asked.status).toBe(204)
    expect(asked.headers.get('access-control-allow-headers')).toBeNull()
    expect(corsOf(asked)).toEqual(none)
  })

  it('that is configured, or the portal’s own, may', async () => {
    for (const origin of [portal, app.url, app.url.replace('127.0.0.1', 'localhost')]) {
      const allowed = { origin, credentials: 'true', vary: expect.stringContaining('Origin') }
      expect(corsOf(await post(app.url, WhoAmIDocument, {}, { cookie, origin }))).toEqual(allowed)
      const asked = await preflight(origin)
      expect(corsOf(asked)).toEqual(allowed)
      expect(asked.headers.get('access-control-allow-headers')).toBe('content-type,x-graphql-yoga-csrf')
    }
  })

  it('is the only one where one address is configured and nothing else', async () => {
    const single = await startTestApp({ publicUrl: portal }, app)
    try {
      const corsFor = async (origin: string) => corsOf(await post(single.url, WhoAmIDocument, {}, { origin }))
      expect(await corsFor(portal)).toMatchObject({ origin: portal, credentials: 'true' })
      for (const origin of ['https://evil.example', 'null', single.url]) {
        expect(await corsFor(origin)).toEqual(none)
      }
    } finally {
      await single.stop()
    }
  })
})
