// Serves the portal over HTTP: its files, and its one page at all its addresses.
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { sendError } from '../../platform/http/http.ts'
import { escapeHtml } from '../../platform/mail/mail-layout.ts'
import type { Portal, PortalFile } from './load-portal.ts'

/** The members who can sign in to the demo. Production never has demo data. */
export type DemoSignIns = {
  password: string
  members: { name: string; email: string; role: string; sensitiveDataAccess: boolean }[]
}

/** The portal's addresses. portal/src/app/pages.ts has the same list; a test compares the two. */
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
  // Keeps the portal's addresses, which hold tokens after the `#`, from other sites.
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

/**
 * Lets the page load only this server's files and run no inline script (ASVS 3.4.3). The component library writes style
 * elements, which carry the nonce.
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
 * @param portal null when it was not built: its pages then say how to build it.
 * @returns a handler that returns whether it answered the request.
 */
export function createPortalHandler(portal: Portal | null, demo: DemoSignIns | null) {
  return (request: IncomingMessage, response: ServerResponse, path: string): boolean => {
    const file = portal?.files.get(path)
    const isPage = portalPages.includes(path)
    if (!file && !isPage && !(portal && isMistyped(request, path))) return false
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD')
      sendError(response, 405, 'METHOD_NOT_ALLOWED', 'This address supports only GET and HEAD.')
    } else if (file) sendFile(request, response, file)
    else if (portal) sendIndex(response, renderIndex(portal, demo), isPage ? 200 : 404)
    else sendNotBuilt(response)
    return true
  }
}

/** Whether a person mistyped an address in a browser. They get a page; programs get an error as JSON. */
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
    // An SVG image that is opened by itself could run scripts.
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
    // Without an ETag, so that no cache combines this page with the nonce of another response.
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

const notBuilt = `The portal is not built on this server. Run \`npm run build\` and restart the server.
If you opened a link from an email, open it again afterwards.
Until then, use the API at /graphql. If someone else signed in as you, send the mutation requestPasswordReset, then
resetPassword with the emailed token. This signs out every device.
`

function sendNotBuilt(response: ServerResponse): void {
  response.writeHead(200, {
    ...securityHeaders,
    'Content-Type': 'text/plain; charset=utf-8',
    'Cache-Control': 'no-store',
  })
  response.end(notBuilt)
}
