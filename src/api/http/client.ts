// Where a request comes from, and which web pages may send one.

import type { IncomingMessage } from 'node:http'
import type { ClientInfo } from '../../identity/actor.ts'

export type Origins = {
  /** Web origins that may use the API with its cookies. */
  allowed: string[]
  /** Whether the portal is served over https, and so its cookies are for https alone. */
  secure: boolean
}

/** The address and browser of a request. */
export const clientInfo = (request: IncomingMessage): ClientInfo => ({
  ipAddress: request.socket.remoteAddress ?? null,
  userAgent: request.headers['user-agent'] ?? null,
})

/** A page of a foreign origin. Programs that are no browser send no origin, and have no cookies to misuse. */
export const isForeign = (request: IncomingMessage, origins: Origins): boolean =>
  request.headers.origin !== undefined && !origins.allowed.includes(request.headers.origin)
