// What every resolver gets: the services, the session, the client and the cookies.
import type { Actor, ClientInfo } from '../identity/actor.ts'
import type { CurrentSession } from '../identity/session.ts'
import type { Services } from '../platform/services.ts'
import { UnauthenticatedError } from './errors.ts'

/** Reads the cookies of a request, and sets those of its response. */
export type AuthCookies = {
  /** One for each member who trusts the browser. */
  trustedDeviceTokens: string[]
  /** Call it before work that sets a cookie in the end. @throws GraphQLError where no cookie can be set. */
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

/** For fields that need a session but cannot use the `signedIn` scope. @throws UnauthenticatedError */
export function signedIn(context: Context): SignedInContext {
  if (!context.session) throw new UnauthenticatedError()
  return { ...context, session: context.session }
}

/** The actor of a request. */
export const actorOf = ({ session, client }: SignedInContext): Actor => ({ session, client })
