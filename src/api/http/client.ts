// Where a request comes from, and which web pages may send one.
import type { IncomingMessage } from 'node:http'
import type { ClientInfo } from '../../identity/actor.ts'

export type Origins = {
  /** Web origins that may use the API with its cookies. */
  allowed: string[]
  /** Whether the portal is served over https. Its cookies are then for https alone. */
  secure: boolean
}

/** The address and browser of a request. */
export const clientInfo = (request: IncomingMessage): ClientInfo => ({
  ipAddress: request.socket.remoteAddress ?? null,
  userAgent: request.headers['user-agent'] ?? null,
})

/** Whether a page of a foreign origin sent the request. Only browsers send an origin, and only they send cookies unasked. */
export const isForeign = (request: IncomingMessage, origins: Origins): boolean =>
  request.headers.origin !== undefined && !origins.allowed.includes(request.headers.origin)
