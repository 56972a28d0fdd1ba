import { describe, expect, it } from 'vitest'
import {
  cookieNames,
  createAuthCookies,
  maxDeviceCookies,
  readCookie,
  readSessionToken,
} from '../../src/api/http/cookies.ts'

describe('cookieNames', () => {
  it('ties the cookies to the host over https, and keeps plain names where browsers would refuse that', () => {
    expect(cookieNames(true)).toEqual({
      session: '__Host-vestibule_session',
      trustedDevice: '__Host-vestibule_device',
    })
    expect(cookieNames(false)).toEqual({ session: 'vestibule_session', trustedDevice: 'vestibule_device' })
  })
})

describe('readCookie', () => {
  it.each([
    ['a=1', '1'],
    ['b=2; a=1', '1'],
    ['b=2;a=1', '1'],
    ['  a=1  ;b=2', '1'],
    ['a=x=y==', 'x=y=='],
    ['a=', ''],
    ['a=1; a=2', '1'],
    ['xa=1', null],
    ['b=a=1', null],
    ['A=1', null],
    ['a', null],
    ['', null],
    [null, null],
    [undefined, null],
  ])('finds in %j %j', (header, value) => {
    expect(readCookie(header, 'a')).toBe(value)
  })
})

describe('readSessionToken', () => {
  const cookie = 'vestibule_session=from-cookie'

  it.each([
    ['Bearer from-header', 'from-header'],
    ['bearer from-header', 'from-header'],
    ['Basic dXNlcjpwYXNz', 'from-cookie'],
    ['Bearer', 'from-cookie'],
    ['Bearer a b', 'from-cookie'],
    [null, 'from-cookie'],
  ])('given the authorization %j and a cookie, takes %j', (authorization, token) => {
    expect(readSessionToken({ authorization, cookie }, false)).toBe(token)
  })

  it('takes over https only the cookie that no other host can have set', () => {
    expect(readSessionToken({ cookie }, true)).toBeNull()
    expect(readSessionToken({ cookie: `${cookie}; __Host-vestibule_session=mine` }, true)).toBe('mine')
    expect(readSessionToken({}, false)).toBeNull()
  })
})

describe('createAuthCookies', () => {
  it('fails where the answer can carry no cookie', () => {
    const cookies = createAuthCookies(undefined, 'vestibule_session=x', false)
    expect(() => cookies.setSession('x')).toThrow('The cookies plugin is not installed')
  })

  it('reads the device of each member, and the one from when there was one', () => {
    const header =
      'vestibule_device=old; vestibule_session=s; vestibule_device_a1=first; x=y; vestibule_devices=no'
    expect(createAuthCookies(undefined, header, false).trustedDeviceTokens).toEqual(['old', 'first'])
    expect(createAuthCookies(undefined, header, true).trustedDeviceTokens).toEqual([])
  })

  /** Remembers a member in a browser that sends these device cookies. Returns what it is told to keep or drop. */
  async function remember(names: string[], secure = false) {
    const set: { name: string; value: string; expires: number | null }[] = []
    const store = { set: async (cookie: (typeof set)[number]) => void set.push(cookie) }
    const header = names.map((name) => `${name}=token`).join('; ')
    const cookies = createAuthCookies(store as unknown as Request['cookieStore'], header, secure)
    await cookies.setTrustedDevice('01970000-0000-7000-8000-000000000001', 'newest')
    return { cookies, set }
  }

  const namesOf = (count: number, prefix = '') =>
    Array.from({ length: count }, (_, index) => `${prefix}vestibule_device_${index}`)

  it.each(['', '__Host-'])(
    'drops the oldest devices beyond the bound (names begin with %j)',
    async (prefix) => {
      const names = namesOf(maxDeviceCookies + 1, prefix)
      const { cookies, set } = await remember(names, prefix !== '')
      expect(cookies.trustedDeviceTokens).toHaveLength(maxDeviceCookies)
      expect(set).toMatchObject([
        { name: names[0], value: '', expires: 0 },
        { name: names[1], value: '', expires: 0 },
        { name: expect.stringMatching(`^${prefix}vestibule_device_[0-9a-f]{16}$`), value: 'newest' },
      ])
    },
  )

  it('drops no device while there is room, and none for a member who is remembered already', async () => {
    const others = namesOf(maxDeviceCookies - 1)
    const first = await remember(others)
    expect(first.set).toHaveLength(1)
    const name = first.set[0]?.name ?? ''
    expect((await remember([name, ...others])).set).toMatchObject([{ name, value: 'newest' }])
  })
})
