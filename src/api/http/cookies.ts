// A browser's cookies: its session, and one for each member who trusts the browser.
import { trustedDeviceDays } from '../../auth/devices/trusted-device.ts'
import type { AuthCookies } from '../../graphql/context.ts'
import { fingerprint } from '../../platform/encryption/crypto.ts'

/** The store that the cookies plugin adds to a request. The response carries the cookies that are set in it. */
type CookieStore = NonNullable<Request['cookieStore']>

const trustedDeviceMs = trustedDeviceDays * 24 * 60 * 60 * 1000

/**
 * How many members can trust one browser. Each cookie adds 90 bytes to every request, and servers refuse headers above
 * some kilobytes. Without a bound, a shared computer could one day send no request at all.
 */
export const maxDeviceCookies = 10

/**
 * The names of the cookies. `__Host-` ties a cookie to this host over https (ASVS 3.3.1). Browsers refuse the prefix over
 * plain http, so http://localhost gets names without it. A device's cookie adds a suffix for its member. Cookies without
 * a suffix are from a time when a browser could hold only one; they work until they expire.
 */
export function cookieNames(secure: boolean): { session: string; trustedDevice: string } {
  const prefix = secure ? '__Host-' : ''
  return { session: `${prefix}vestibule_session`, trustedDevice: `${prefix}vestibule_device` }
}

/** Stays the same for a member, so that a new token replaces only their own. It hides their id. */
const suffixOf = (teamMemberId: string): string => fingerprint(teamMemberId).slice(0, 16)

type Cookie = { name: string; value: string }

function readCookies(header: string | null | undefined): Cookie[] {
  const pairs = header?.split(';').filter((pair) => pair.includes('=')) ?? []
  return pairs.map((pair) => {
    const at = pair.indexOf('=')
    return { name: pair.slice(0, at).trim(), value: pair.slice(at + 1).trim() }
  })
}

/** The value of a cookie in a Cookie header. */
export const readCookie = (header: string | null | undefined, name: string): string | null =>
  readCookies(header).find((cookie) => cookie.name === name)?.value ?? null

/** The device cookies, oldest first: browsers send cookies of one path in the order of creation (RFC 6265, 5.4). */
const readDeviceCookies = (header: string | null, name: string): Cookie[] =>
  readCookies(header).filter((cookie) => cookie.name === name || cookie.name.startsWith(`${name}_`))

/** The session's token, from `Authorization: Bearer` or else from the cookie. */
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
  const devices = readDeviceCookies(header, names.trustedDevice)
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
  return {
    trustedDeviceTokens: devices.slice(-maxDeviceCookies).map(({ value }) => value),
    ensureSettable: () => {},
    // Without an expiry: the browser drops it when it closes, and the server decides when the session ends.
    setSession: (token) => set(names.session, token, null),
    async setTrustedDevice(teamMemberId, token) {
      const name = `${names.trustedDevice}_${suffixOf(teamMemberId)}`
      const others = devices.filter((cookie) => cookie.name !== name)
      for (const oldest of others.slice(0, -(maxDeviceCookies - 1))) await set(oldest.name, '', 0)
      await set(name, token, Date.now() + trustedDeviceMs)
    },
    clearSession: () => set(names.session, '', 0),
  }
}

function requireStore(store: CookieStore | undefined): CookieStore {
  if (!store) throw new Error('The cookies plugin is not installed')
  return store
}
