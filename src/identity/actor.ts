// Who asks, and from which client.
import type { CurrentSession } from './session.ts'

/** Where a request comes from. Null is unknown. */
export type ClientInfo = { ipAddress: string | null; userAgent: string | null }

/** A signed-in member, and the client that they use. */
export type Actor = { session: CurrentSession; client: ClientInfo }
