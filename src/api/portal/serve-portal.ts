// The portal over HTTP: its files, and its one page at each of its addresses.
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { sendError } from '../../platform/http/http.ts'
import { escapeHtml } from '../../platform/mail/mail-layout.ts'
import type { Portal, PortalFile } from './load-portal.ts'

/** Who can sign in to the demo. Only where there is demo data, which is never in production. */
export type DemoSignIns = {
  password: string
  members: { name: string; email: string; role: string; sensitiveDataAccess: boolean }[]
}

/** The portal's addresses: portal/src/app/pages.ts has the same list, and a test compares the two. */
export const portalPages: readonly string[] = [
  '/',
  '/sign-in',
  '/sign-in/code',
  '/forgot-password',
  '/reset-password',
  '/accept-invitation',
  '/not-me',
  '/verify-email',
  '/investors',
  '/exports',
  '/profile',
  '/settings/security',
  '/settings/team',
]

const securityHeaders = {
  'X-Content-Type-Options': 'nosniff',
  // Addresses of the portal hold tokens, after the `#`; nobody else is told even the rest.
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

/**
 * What the page may load and do (ASVS 3.4.3): this server's own files, and no inline script. The component library
 * writes style elements; they carry the nonce.
 */
const contentSecurityPolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ')

/**
 * Answers requests for the portal.
 * @param portal null where it was not built: its pages then say how to build it.
 * @returns a handler that says whether the path was the portal's.
 */
export function createPortalHandler(portal: Portal | null, demo: DemoSignIns | null) {
  return (request: IncomingMessage, response: ServerResponse, path: string): boolean => {
    const file = portal?.files.get(path)
    const isPage = portalPages.includes(path)
    if (!file && !isPage && !(portal && isMistyped(request, path))) return false
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD')
      sendError(response, 405, 'METHOD_NOT_ALLOWED', 'This address does not take that method.')
    } else if (file) sendFile(request, response, file)
    else if (portal) sendIndex(response, renderIndex(portal, demo), isPage ? 200 : 404)
    else sendNotBuilt(response)
    return true
  }
}

/** Whoever mistypes an address in a browser gets a page; programs get an error of the usual shape. */
const isMistyped = ({ method, headers }: IncomingMessage, path: string): boolean =>
  method === 'GET' &&
  /\btext\/html\b/.test(headers.accept ?? '') &&
  !/^\/(assets|graphql|health|inbox|downloads)(\/|$)/.test(path)

function sendFile(request: IncomingMessage, response: ServerResponse, file: PortalFile): void {
  const headers = {
    ...securityHeaders,
    'Cache-Control': file.hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    ETag: file.etag,
    Vary: 'Accept-Encoding',
    // An image that is opened by itself can hold scripts.
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  }
  if (request.headers['if-none-match'] === file.etag) return void response.writeHead(304, headers).end()
  const gzipped = acceptsGzip(request) ? file.gzipped : null
  const body = gzipped ?? file.body
  response.writeHead(200, {
    ...headers,
    'Content-Type': file.contentType,
    'Content-Length': body.length,
    ...(gzipped && { 'Content-Encoding': 'gzip' }),
  })
  response.end(body)
}

const acceptsGzip = ({ headers }: IncomingMessage): boolean =>
  /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(String(headers['accept-encoding'] ?? ''))

function sendIndex(
  response: ServerResponse,
  { html, nonce }: { html: string; nonce: string },
  status: number,
) {
  response.writeHead(status, {
    ...securityHeaders,
    'Content-Type': 'text/html; charset=utf-8',
    // Without an ETag, so that it is never taken from a cache together with another answer's nonce.
    'Cache-Control': 'no-cache',
    'Content-Security-Policy': contentSecurityPolicy(nonce),
  })
  response.end(html)
}

function renderIndex({ index }: Portal, demo: DemoSignIns | null): { html: string; nonce: string } {
  const nonce = randomBytes(16).toString('base64')
  const offered = demo ? `<meta name="demo-sign-ins" content="${escapeHtml(JSON.stringify(demo))}" />` : ''
  return { html: index.replaceAll('CSP_NONCE', nonce).replace('<!--demo-->', () => offered), nonce }
}

const notBuilt = `The portal is not built on this server. Build it with \`npm run build\`, and start the server again.
Links from emails open in the portal: open yours again afterwards.
Meanwhile the API is at /graphql. If someone else signed in as you, send the mutation requestPasswordReset there, and
choose a new password with the emailed token (resetPassword): that signs out every device.
`

function sendNotBuilt(response: ServerResponse): void {
  response.writeHead(200, {
    ...securityHeaders,
    'Content-Type': 'text/plain; charset=utf-8',
    'Cache-Control': 'no-store',
  })
  response.end(notBuilt)
}
