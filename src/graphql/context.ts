// What every resolver gets: the services, the session and the client that ask, and the cookies.
import type { Actor, ClientInfo } from '../identity/actor.ts'
import type { CurrentSession } from '../identity/session.ts'
import type { Services } from '../platform/services.ts'
import { UnauthenticatedError } from './errors.ts'

/** Reads a request's cookies, and sets those of its answer. */
export type AuthCookies = {
  /** One for each member whom the browser remembers. */
  trustedDeviceTokens: string[]
  /** Call it before work that ends in setting a cookie. @throws GraphQLError where no cookie can be set. */
  ensureSettable(): void
  setSession(token: string): Promise<void>
  setTrustedDevice(teamMemberId: string, token: string): Promise<void>
  clearSession(): Promise<void>
}

export type Context = {
  services: Services
  /** Null when no one is signed in. */
  session: CurrentSession | null
  client: ClientInfo
  cookies: AuthCookies
}

/** The context of a field behind the `signedIn` scope. */
export type SignedInContext = Context & { session: CurrentSession }

/** The context of a signed-in member, for fields whose types cannot carry the scope's. @throws UnauthenticatedError */
export function signedIn(context: Context): SignedInContext {
  if (!context.session) throw new UnauthenticatedError()
  return { ...context, session: context.session }
}

/** Who asks, as the verbs take it. */
export const actorOf = ({ session, client }: SignedInContext): Actor => ({ session, client })
