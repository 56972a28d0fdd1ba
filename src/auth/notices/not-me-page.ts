// /not-me, where the "This was not me" links of mails lead. Mail scanners follow links, and some run scripts: so
// opening it changes nothing, and only the button's POST does. The link's token is in the address's fragment.

import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import type { ClientInfo } from '../../identity/actor.ts'
import { sendError, sendJson } from '../../platform/http/http.ts'
import { type Page, sendPage, sendScript } from '../../platform/http/page.ts'
import type { NoticeServices } from '../../platform/services.ts'
import { InvalidTokenError } from '../errors.ts'
import { disown } from './disown.ts'

const maxBodyBytes = 4096
const body = z.object({ token: z.string().min(1) })
const script = readFileSync(new URL('./not-me-client.js', import.meta.url), 'utf8')

const page: Page = {
  title: 'This was not me',
  script: '/not-me.js',
  main: `<div id="about">
<p>If somebody else signed in as you, or changed something, press the button. It does this at once:</p>
<ul>
<li>Every device that is signed in as you is signed out, this one included.</li>
<li>Sign-ins that wait for a code are ended, and no device is remembered any more.</li>
<li>You get a mail with a link to choose a new password.</li>
</ul>
<p>If it was you after all, close this page: nothing has happened yet.</p>
</div>
<noscript><p><strong>The button needs JavaScript, which is off.</strong> Open the link in another browser; or choose a new password with “Forgot password” where you sign in, which signs out every device as well; or ask a Super Admin of your account to deactivate you for now.</p></noscript>
<p id="result" role="status"></p>
<p><button type="button" id="end" hidden>Sign out every device</button></p>`,
}

/** Answers /not-me and /not-me.js. */
export async function serveNotMe(
  services: NoticeServices,
  request: IncomingMessage,
  response: ServerResponse,
  { path, client }: { path: string; client: ClientInfo },
): Promise<void> {
  const reading = request.method === 'GET' || request.method === 'HEAD'
  if (reading && path === '/not-me') return sendPage(response, page)
  if (reading) return sendScript(response, script)
  if (request.method === 'POST' && path === '/not-me') return takeToken(services, request, response, client)
  response.setHeader('Allow', path === '/not-me' ? 'GET, HEAD, POST' : 'GET, HEAD')
  sendError(response, 405, 'METHOD_NOT_ALLOWED', 'This address does not take that method.')
}

async function takeToken(
  services: NoticeServices,
  request: IncomingMessage,
  response: ServerResponse,
  client: ClientInfo,
): Promise<void> {
  response.setHeader('Referrer-Policy', 'no-referrer')
  // A form of another website cannot send this type, and a script of one would have to ask first (CORS).
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
    return sendError(response, 415, 'UNSUPPORTED_MEDIA_TYPE', 'Send the token as application/json.')
  }
  const text = await readText(request)
  if (text === null) return sendError(response, 413, 'PAYLOAD_TOO_LARGE', 'That is too long to be a token.')
  const given = body.safeParse(parseJson(text))
  if (!given.success) return sendError(response, 400, 'BAD_REQUEST', 'Send {"token": "…"} from the link.')
  try {
    sendJson(response, 200, { passwordResetSent: await disown(services, given.data.token, client) })
  } catch (error) {
    if (!(error instanceof InvalidTokenError)) throw error
    sendError(response, 410, error.code, usedUp)
  }
}

const usedUp =
  'This link was used already, or is too old. If you see sign-ins that are not yours, choose a new password with “Forgot password”: that signs out every device.'

/** The whole body, or null when it is longer than any token. What is too long is read to its end, but not kept. */
async function readText(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes <= maxBodyBytes) chunks.push(chunk)
    else chunks.length = 0
  }
  return bytes <= maxBodyBytes ? Buffer.concat(chunks).toString('utf8') : null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
