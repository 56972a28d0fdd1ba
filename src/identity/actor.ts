// The actor: the session and the client that ask.
import type { CurrentSession } from './session.ts'

/** Where a request comes from. Null means unknown. */
export type ClientInfo = { ipAddress: string | null; userAgent: string | null }

/** A signed-in member, and the client that they use. */
export type Actor = { session: CurrentSession; client: ClientInfo }
