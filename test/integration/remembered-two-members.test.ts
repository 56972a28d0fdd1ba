// One browser that remembers several members: each has a cookie of their own, beside those from when there was one.

import { beforeAll, beforeEach, expect, it } from 'vitest'
import { type Browser, createBrowser } from '../support/browser.ts'
import { CurrentDevicesDocument, LogOutDocument } from '../support/gql/graphql.ts'
import {
  as,
  demoMember,
  finance,
  login,
  owner,
  startChallenge,
  turnMfaOn,
  verify,
} from '../support/sign-in-steps.ts'
import { useApp } from '../support/use-app.ts'

const app = useApp()
let browser: Browser
beforeAll(() => turnMfaOn(app))
beforeEach(async () => {
  browser = createBrowser(app.url)
  await app.db.trustedDevice.deleteMany()
  await app.db.rateLimit.deleteMany()
})

/** Signs in with a code, and lets the browser be remembered. */
async function remember(email: string): Promise<void> {
  const input = { sessionTransport: 'COOKIE' as const }
  const { challengeToken, code } = await startChallenge(app, email, input, browser)
  as('LoginSuccess', await verify(browser, challengeToken, code, true))
}

/** Signs in with the password, which is enough where the browser is remembered. Then reads which devices are this one. */
async function signInAgain(email: string): Promise<boolean[]> {
  await browser.request(LogOutDocument)
  as('LoginSuccess', await login(browser, email, { sessionTransport: 'COOKIE' }))
  const { viewer } = await browser.request(CurrentDevicesDocument)
  return viewer?.trustedDevices.map(({ current }) => current) ?? []
}

const deviceCookies = () => [...browser.cookies].filter(([name]) => name.startsWith('vestibule_device'))

it('asks neither of two remembered members for a code, and adds no device with each round', async () => {
  await remember(owner)
  await browser.request(LogOutDocument)
  await remember(finance)
  for (let round = 0; round < 2; round++) {
    expect(await signInAgain(owner)).toEqual([true])
    expect(await signInAgain(finance)).toEqual([true])
  }
  expect(await app.db.trustedDevice.count()).toBe(2)
})

it('replaces the cookie of the member who is remembered again, and no other', async () => {
  await remember(owner)
  await browser.request(LogOutDocument)
  await remember(finance)
  const before = deviceCookies()
  await browser.request(LogOutDocument)
  await app.db.trustedDevice.deleteMany({ where: { teamMemberId: demoMember(owner).id } })
  await remember(owner)
  const after = deviceCookies()
  expect(after.map(([name]) => name)).toEqual(before.map(([name]) => name))
  expect(after[0]).not.toEqual(before[0])
  expect(after[1]).toEqual(before[1])
  expect(await signInAgain(finance)).toEqual([true])
  expect(await signInAgain(owner)).toEqual([true])
})

it('names the cookies so that they do not tell whose they are', async () => {
  await remember(owner)
  const { id } = demoMember(owner)
  const [[name = ''] = []] = deviceCookies()
  expect(name).toMatch(/^vestibule_device_[0-9a-f]{16}$/)
  for (const part of id.split('-')) expect(name).not.toContain(part)
})

it('honours the cookie from when a browser remembered one member, beside another member’s', async () => {
  await remember(owner)
  const [[name = '', token = ''] = []] = deviceCookies()
  browser.cookies.delete(name)
  browser.cookies.set('vestibule_device', token)
  expect(await signInAgain(owner)).toEqual([true])
  await browser.request(LogOutDocument)
  await remember(finance)
  expect(browser.cookies.get('vestibule_device')).toBe(token)
  expect(await signInAgain(owner)).toEqual([true])
  expect(await signInAgain(finance)).toEqual([true])
  await app.db
    .$executeRaw`UPDATE trusted_device SET expires_at = now() WHERE team_member_id = ${demoMember(owner).id}::uuid`
  as('VerificationRequired', await login(browser, owner, { sessionTransport: 'COOKIE' }))
})
