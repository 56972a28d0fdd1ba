import { describe, expect, it } from 'vitest'
import { cookieNames, createAuthCookies, readCookie, readSessionToken } from '../../src/api/http/cookies.ts'

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
  it('reads the trusted device, and fails where the answer can carry no cookie', () => {
    const cookies = createAuthCookies(undefined, 'vestibule_device=trusted', false)
    expect(cookies.trustedDeviceTokens).toEqual(['trusted'])
    expect(() => cookies.setSession('x')).toThrow('The cookies plugin is not installed')
  })
})
