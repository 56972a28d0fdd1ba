// The portal over HTTP: what may be cached, what may run, and that nothing but the built files can be read.
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { createServer, get, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { createPortalHandler, portalPages } from '../../src/api/portal/serve-portal.ts'
import { send, type WireAnswer } from '../support/http.ts'
import { useApp } from '../support/use-app.ts'

const app = useApp()
let asset: string
beforeAll(async () => {
  const names = await readdir('portal/dist/assets')
  asset = `/assets/${names.find((name) => /^index-.*\.js$/.test(name))}`
})

const asPage = { headers: { accept: 'text/html,application/xhtml+xml' } }
const nonceOf = (text: string) => /<meta property="csp-nonce" nonce="([^"]+)"/.exec(text)?.[1]

/** Each directive of the policy, by its name. */
function policyOf({ headers }: WireAnswer): Record<string, string> {
  const policy = headers.get('content-security-policy') ?? ''
  return Object.fromEntries(
    policy.split('; ').map((part) => [part.split(' ')[0], part.slice(part.indexOf(' ') + 1)]),
  )
}

describe('a page', () => {
  it.each(portalPages)('is at %s, and begins the portal', async (path) => {
    const { status, headers, text } = await send(`${app.url}${path}?from=a-link`, asPage)
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(headers.get('cache-control')).toBe('no-cache')
    expect(headers.get('etag')).toBeNull()
    expect(text).toContain('<div id="root"></div>')
    expect(text).toContain(`src="${asset}"`)
  })

  it('runs no inline script, loads nothing from elsewhere and is framed by nobody', async () => {
    const answer = await send(`${app.url}/sign-in`, asPage)
    expect(policyOf(answer)).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': `'self' 'nonce-${nonceOf(answer.text)}'`,
      'img-src': "'self' data:",
      'font-src': "'self'",
      'connect-src': "'self'",
      'form-action': "'self'",
      'frame-ancestors': "'none'",
      'base-uri': "'none'",
    })
    const told = ['x-content-type-options', 'referrer-policy', 'cross-origin-opener-policy']
    expect(told.map((name) => answer.headers.get(name))).toEqual(['nosniff', 'no-referrer', 'same-origin'])
    // Every script of the page is a file of this server.
    const scripts = answer.text.match(/<script[^>]*>[^<]*/g) ?? []
    expect(scripts.length).toBeGreaterThan(0)
    for (const script of scripts) expect(script).toMatch(/^<script [^>]*src="\/[^/"][^"]*"[^>]*>$/)
    expect(answer.text).not.toMatch(/(src|href)="(https?:)?\/\//)
  })

  it('has another nonce in every answer', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => send(`${app.url}/`, asPage)))
    const nonces = new Set(answers.map(({ text }) => nonceOf(text)))
    expect(nonces.size).toBe(3)
    for (const nonce of nonces) expect(nonce).toMatch(/^[\w+/]{22}==$/)
    expect(answers[0]?.text).not.toContain('CSP_NONCE')
  })

  it('is the same for HEAD, without its body', async () => {
    const { status, headers, text } = await send(`${app.url}/exports`, { method: 'HEAD' })
    expect([status, text]).toEqual([200, ''])
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it.each(['POST', 'PUT', 'DELETE'])(
    'takes no %s: a mailed link acts through the API alone',
    async (method) => {
      for (const path of ['/reset-password', '/accept-invitation', '/exports']) {
        const { status, headers, json } = await send(`${app.url}${path}`, { method })
        expect([status, headers.get('allow'), json.error.code]).toEqual([
          405,
          'GET, HEAD',
          'METHOD_NOT_ALLOWED',
        ])
      }
    },
  )

  it('says of a mistyped address to a person that there is no such page, to a program that there is nothing', async () => {
    const shown = await send(`${app.url}/exprots`, asPage)
    expect([shown.status, shown.text.includes('<div id="root">')]).toEqual([404, true])
    const answered = await send(`${app.url}/exprots`, { headers: { accept: '*/*' } })
    expect([answered.status, answered.json.error.code]).toEqual([404, 'NOT_FOUND'])
    expect((await send(`${app.url}/exprots`, { ...asPage, method: 'POST' })).status).toBe(404)
  })

  it('offers nobody to sign in as where the data is not the demo of an embedded database', async () => {
    expect((await send(`${app.url}/sign-in`, asPage)).text).not.toMatch(/demo|summitridge/)
  })
})

describe('a built file', () => {
  it('is kept for a year: its name changes with its content', async () => {
    const { status, headers, text } = await send(`${app.url}${asset}`)
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(text).toBe(await readFile(`portal/dist${asset}`, 'utf8'))
  })

  it('is asked for again where its name stays, and not sent again', async () => {
    const first = await send(`${app.url}/color-scheme.js`)
    expect(first.headers.get('cache-control')).toBe('no-cache')
    const etag = first.headers.get('etag') ?? ''
    const again = await send(`${app.url}/color-scheme.js`, { headers: { 'if-none-match': etag } })
    expect([again.status, again.text]).toEqual([304, ''])
    const changed = await send(`${app.url}/color-scheme.js`, { headers: { 'if-none-match': '"other"' } })
    expect([changed.status, changed.text]).toEqual([200, first.text])
  })

  it('is compressed for whoever takes that', async () => {
    const plain = await readFile(`portal/dist${asset}`)
    const packed = await sendAsIs(asset, { 'accept-encoding': 'gzip, br' })
    expect([packed.headers['content-encoding'], packed.headers.vary]).toEqual(['gzip', 'Accept-Encoding'])
    expect(packed.body.length).toBeLessThan(plain.length / 2)
    expect(gunzipSync(packed.body).equals(plain)).toBe(true)
    for (const refusing of ['gzip;q=0', 'br', 'identity']) {
      const { headers, body } = await sendAsIs(asset, { 'accept-encoding': refusing })
      expect(headers['content-encoding']).toBeUndefined()
      expect(body.equals(plain)).toBe(true)
    }
  })

  it('is the only thing that can be read', async () => {
    for (const path of [
      '/assets/none.js',
      '/assets/',
      '/index.html',
      '/.vite/manifest.json',
      '/vite.config.ts',
      '/assets/..%2f..%2f..%2fpackage.json',
      '/assets/%2e%2e/%2e%2e/vite.config.ts',
      '/..%5c..%5cpackage.json',
    ]) {
      const { status, json } = await send(`${app.url}${path}`)
      expect([path, status, json?.error.code]).toEqual([path, 404, 'NOT_FOUND'])
    }
    // `fetch` takes the dots away; whoever attacks does not.
    for (const path of [
      '/../package.json',
      '/assets/../../../package.json',
      '//etc/passwd',
      '/assets/%00.js',
    ]) {
      const { status, body } = await sendAsIs(path)
      expect([path, status]).toEqual([path, 404])
      expect(body.toString()).not.toMatch(/"dependencies"|root:/)
    }
  })
})

it('says at every page of a portal that is not built what to do', async () => {
  const handle = createPortalHandler(null, null)
  const server = createServer((request, response) => handle(request, response, request.url ?? '/'))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  for (const path of portalPages) {
    const { status, headers, text } = await send(url + path, asPage)
    expect([path, status, headers.get('content-type')]).toEqual([path, 200, 'text/plain; charset=utf-8'])
    expect(text).toContain('npm run build')
    // Whoever followed "This was not me" must not be at a dead end.
    expect(text).toContain('requestPasswordReset')
  }
  server.close()
})

type Answer = { status: number | undefined; headers: IncomingHttpHeaders; body: Buffer }

/** A GET whose path and answer nothing changes on the way. */
async function sendAsIs(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const { hostname, port } = new URL(app.url)
  const request = get({ hostname, port, path, headers })
  const [response] = await once(request, 'response')
  return { status: response.statusCode, headers: response.headers, body: await buffer(response) }
}
