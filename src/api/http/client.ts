// The client of a request, and the web origins that may send requests.
import type { IncomingMessage } from 'node:http'
import type { ClientInfo } from '../../identity/actor.ts'

export type Origins = {
  /** Web origins that may use the API with its cookies. */
  allowed: string[]
  /** Whether the portal is served over https. Its cookies are then sent over https only. */
  secure: boolean
}

/** The address and browser of a request. */
export const clientInfo = (request: IncomingMessage): ClientInfo => ({
  ipAddress: request.socket.remoteAddress ?? null,
  userAgent: request.headers['user-agent'] ?? null,
})

/**
 * Whether a page of a foreign origin sent the request. A request without an origin is not from a browser, and only
 * browsers add cookies by themselves.
 */
export const isForeign = (request: IncomingMessage, origins: Origins): boolean =>
  request.headers.origin !== undefined && !origins.allowed.includes(request.headers.origin)
