// The two cookies of a browser: its session, and its being remembered.
import { trustedDeviceDays } from '../../auth/devices/trusted-device.ts'
import type { AuthCookies } from '../../graphql/context.ts'

/** The store that the cookies plugin adds to a request: what is set there goes out with the answer. */
type CookieStore = NonNullable<Request['cookieStore']>

const trustedDeviceMs = trustedDeviceDays * 24 * 60 * 60 * 1000

/**
 * Names of the cookies. `__Host-` ties a cookie to this very host over https (ASVS 3.3.1); browsers take it over
 * plain http nowhere, so a newcomer's http://localhost gets the names without it.
 */
export function cookieNames(secure: boolean): { session: string; trustedDevice: string } {
  const prefix = secure ? '__Host-' : ''
  return { session: `${prefix}vestibule_session`, trustedDevice: `${prefix}vestibule_device` }
}

/** The value of a cookie in a Cookie header. */
export function readCookie(header: string | null | undefined, name: string): string | null {
  const pair = header?.split(';').find((part) => part.trim().startsWith(`${name}=`))
  return pair ? pair.slice(pair.indexOf('=') + 1).trim() : null
}

/** The token of a request: `Authorization: Bearer`, or else the session's cookie. */
export function readSessionToken(
  headers: { authorization?: string | null | undefined; cookie?: string | null | undefined },
  secure: boolean,
): string | null {
  const bearer = /^Bearer ([\w-]+)$/i.exec(headers.authorization ?? '')
  return bearer?.[1] ?? readCookie(headers.cookie, cookieNames(secure).session)
}

/** The cookies of a request over HTTP. */
export function createAuthCookies(
  store: CookieStore | undefined,
  header: string | null,
  secure: boolean,
): AuthCookies {
  const names = cookieNames(secure)
  const set = (name: string, value: string, expires: number | null) =>
    requireStore(store).set({
      name,
      value,
      expires,
      path: '/',
      domain: null,
      secure,
      httpOnly: true,
      sameSite: 'lax',
    })
  const device = readCookie(header, names.trustedDevice)
  return {
    trustedDeviceTokens: device === null ? [] : [device],
    ensureSettable: () => {},
    // Without an end of its own: the browser forgets it when it closes, the server decides when it is over.
    setSession: (token) => set(names.session, token, null),
    setTrustedDevice: (_teamMemberId, token) => set(names.trustedDevice, token, Date.now() + trustedDeviceMs),
    clearSession: () => set(names.session, '', 0),
  }
}

function requireStore(store: CookieStore | undefined): CookieStore {
  if (!store) throw new Error('The cookies plugin is not installed')
  return store
}
