// POST /not-me: the request of the button on the portal's page "This was not me". Opening the page changes nothing,
// because mail scanners follow links and some run scripts. The page takes the token from the fragment of its address.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import type { ClientInfo } from '../../identity/actor.ts'
import { sendError, sendJson } from '../../platform/http/http.ts'
import type { MailServices } from '../../platform/services.ts'
import { InvalidTokenError } from '../errors.ts'
import { disown } from './disown.ts'

const maxBodyBytes = 4096
const bodySchema = z.object({ token: z.string().min(1) })

const usedUp =
  'This link was already used or has expired. If you see sign-ins that are not yours, choose a new password with “Forgot password”. This signs out every device.'

/** Answers all methods except GET and HEAD, which the portal answers with the page. */
export async function serveDisown(
  services: MailServices,
  request: IncomingMessage,
  response: ServerResponse,
  client: ClientInfo,
): Promise<void> {
  response.setHeader('Referrer-Policy', 'no-referrer')
  if (request.method !== 'POST') {
    response.setHeader('Allow', 'GET, HEAD, POST')
    return sendError(response, 405, 'METHOD_NOT_ALLOWED', 'This address supports only GET, HEAD and POST.')
  }
  // A form on another website cannot send this type, and a script there would need permission first (CORS).
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
    return sendError(response, 415, 'UNSUPPORTED_MEDIA_TYPE', 'Send the token as application/json.')
  }
  const text = await readText(request)
  if (text === null)
    return sendError(response, 413, 'PAYLOAD_TOO_LARGE', 'The body is too long to be a token.')
  const body = bodySchema.safeParse(parseJson(text))
  if (!body.success) return sendError(response, 400, 'BAD_REQUEST', 'Send {"token": "…"} from the link.')
  try {
    sendJson(response, 200, { passwordResetSent: await disown(services, body.data.token, client) })
  } catch (error) {
    if (!(error instanceof InvalidTokenError)) throw error
    sendError(response, 410, error.code, usedUp)
  }
}

/** The whole body, or null when it is too long. A long body is read to its end, but not kept. */
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
