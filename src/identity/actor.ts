// Who asks, and from where.
import type { CurrentSession } from './session.ts'

/** Where a request comes from, as far as it is known. */
export type ClientInfo = { ipAddress: string | null; userAgent: string | null }

/** A signed-in member who asks for something, and the client that they ask with. */
export type Actor = { session: CurrentSession; client: ClientInfo }
