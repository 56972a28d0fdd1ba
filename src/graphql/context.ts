// What every resolver gets: the services, who is asking, and from where.
import type { Actor, ClientInfo } from '../identity/actor.ts'
import type { CurrentSession } from '../identity/session.ts'
import type { Services } from '../platform/services.ts'
import { UnauthenticatedError } from './errors.ts'

/** Reads a request's cookies, and sets those of its answer. */
export type AuthCookies = {
  /** One for each member whom the browser remembers. */
  trustedDeviceTokens: string[]
  /** Throws where no cookie can be set. Called before anything is done whose answer needs one. */
  ensureSettable(): void
  setSession(token: string): Promise<void>
  setTrustedDevice(teamMemberId: string, token: string): Promise<void>
  clearSession(): Promise<void>
}

export type Context = {
  services: Services
  /** Null when nobody is signed in. */
  session: CurrentSession | null
  client: ClientInfo
  cookies: AuthCookies
}

/** A context behind the `signedIn` scope. */
export type SignedInContext = Context & { session: CurrentSession }

/** The context of somebody signed in, for fields whose types cannot carry the scope's. @throws UnauthenticatedError */
export function signedIn(context: Context): SignedInContext {
  if (!context.session) throw new UnauthenticatedError()
  return { ...context, session: context.session }
}

/** The member who asks and their client, as the verbs take them. */
export const actorOf = ({ session, client }: SignedInContext): Actor => ({ session, client })
