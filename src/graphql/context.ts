// What every resolver gets: the services, who is asking, and from where.
import type { ClientInfo, CurrentSession } from '../identity/session.ts'
import type { Services } from '../platform/services.ts'
import type { AuthCookies } from '../api/http/cookies.ts'
import { UnauthenticatedError } from './errors.ts'

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
