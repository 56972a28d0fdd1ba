// Remembered devices as their owner sees them, and their tries of their own. What they are good for: trusted-device.test.ts.

import { beforeAll, beforeEach, expect, it } from 'vitest'
import { createBrowser } from '../support/browser.ts'
import { type ApiClient, createClient } from '../support/client.ts'
import { databaseId, globalId } from '../support/exports.ts'
import { DeviceNodeDocument, MyDevicesDocument, RevokeTrustedDeviceDocument } from '../support/gql/graphql.ts'
import {
  as,
  demoMember,
  finance,
  login,
  otherOwner,
  owner,
  signInWithCode,
  startChallenge,
  turnMfaOn,
  verify,
} from '../support/sign-in-steps.ts'
import { useApp } from '../support/use-app.ts'

const app = useApp()
beforeAll(async () => {
  await turnMfaOn(app, owner)
  await turnMfaOn(app, otherOwner)
})
beforeEach(async () => {
  await app.db.trustedDevice.deleteMany()
  await app.db.rateLimit.deleteMany()
  await app.db.account.updateMany({ data: { rememberMeAllowed: true } })
})

/** Signs in with a code and asks to be remembered, as a mobile app. */
async function remember(email: string): Promise<{ client: ApiClient; deviceToken: string }> {
  const { sessionToken, trustedDeviceToken } = await signInWithCode(app, email, { rememberMe: true })
  if (!sessionToken || !trustedDeviceToken) throw new Error('A token is missing')
  return { client: createClient(app.url, sessionToken), deviceToken: trustedDeviceToken }
}

/** Which answer a sign-in with the device's token gets. */
async function signInOn(deviceToken: string, email = owner, password?: string): Promise<string> {
  const given = { trustedDeviceToken: deviceToken, ...(password && { password }) }
  return (await login(app.anonymous, email, given)).__typename
}

async function devicesOf(client: Pick<ApiClient, 'request'>) {
  const { viewer } = await client.request(MyDevicesDocument)
  if (!viewer) throw new Error('Nobody is signed in')
  return viewer.trustedDevices
}

it('is listed for its owner, and forgotten when they say so', async () => {
  const { client, deviceToken } = await remember(owner)
  await remember(finance)
  const devices = await devicesOf(client)
  expect(devices).toMatchObject([{ current: false, userAgent: 'node' }])
  const id = devices[0]?.id ?? ''
  const { revokeTrustedDevice } = await client.request(RevokeTrustedDeviceDocument, { id })
  expect(revokeTrustedDevice).toEqual({
    __typename: 'RevokeTrustedDeviceSuccess',
    revokedTrustedDeviceId: id,
  })
  expect(await devicesOf(client)).toEqual([])
  expect(await signInOn(deviceToken)).toBe('VerificationRequired')
  const events = await app.db.auditEvent.findMany({
    where: { action: 'trusted_device.removed' },
    select: { actorId: true, subjectType: true, subjectId: true, ipAddress: true },
  })
  expect(events).toEqual([
    {
      actorId: demoMember(owner).id,
      subjectType: 'trusted_device',
      subjectId: databaseId(id),
      ipAddress: '127.0.0.1',
    },
  ])
})

it('does not show or forget the device of another', async () => {
  const { client: colleague, deviceToken } = await remember(finance)
  const { client } = await remember(owner)
  const foreign = (await devicesOf(colleague))[0]?.id ?? ''
  const ids = [
    foreign,
    globalId('TrustedDevice', '01970000-0000-7000-8000-00000000dead'),
    globalId('Session', databaseId(foreign)),
    globalId('TrustedDevice', 'nonsense'),
    'nonsense',
  ]
  const events = await app.db.auditEvent.count()
  for (const id of ids) {
    expect((await client.request(RevokeTrustedDeviceDocument, { id })).revokeTrustedDevice).toEqual({
      __typename: 'NotFoundError',
      code: 'NOT_FOUND',
      message: 'You have no such remembered device. It may have been forgotten already.',
    })
  }
  expect(await client.send(DeviceNodeDocument, { id: foreign })).toEqual({ data: { node: null } })
  expect(await colleague.send(DeviceNodeDocument, { id: foreign })).toEqual({
    data: { node: { __typename: 'TrustedDevice' } },
  })
  expect(await app.db.auditEvent.count()).toBe(events)
  expect(await app.db.trustedDevice.count()).toBe(2)
  expect(await signInOn(deviceToken, finance)).toBe('LoginSuccess')
})

it('knows the browser that asks by its cookie, which no body ever shows', async () => {
  const browser = createBrowser(app.url, 'Firefox/140.0')
  const input = { sessionTransport: 'COOKIE' as const }
  const { challengeToken, code } = await startChallenge(app, owner, input, browser)
  const signedIn = as('LoginSuccess', await verify(browser, challengeToken, code, true))
  expect(signedIn).toMatchObject({ sessionToken: null, trustedDeviceToken: null })
  expect([...browser.cookies.keys()].sort()).toEqual([
    expect.stringMatching(/^vestibule_device_[0-9a-f]{16}$/),
    'vestibule_session',
  ])
  const deviceCookie = browser.setCookies().find((line) => line.startsWith('vestibule_device_'))
  expect(deviceCookie).toMatch(/; HttpOnly/i)
  expect(deviceCookie).toMatch(/; SameSite=Lax/i)

  const { client: mobile } = await remember(owner)
  expect(await devicesOf(browser)).toMatchObject([
    { current: false, userAgent: 'node' },
    { current: true, userAgent: 'Firefox/140.0' },
  ])
  expect((await devicesOf(mobile)).map(({ current }) => current)).toEqual([false, false])
  as('LoginSuccess', await login(browser, owner, input))
})

it('lets the owner in on it, and their sessions go on, while somebody fails to sign in as them', async () => {
  const { client, deviceToken } = await remember(owner)
  const answers: string[] = []
  for (let times = 0; times < 11; times++) {
    answers.push((await login(app.anonymous, owner, { password: `guess ${times}` })).__typename)
  }
  expect(answers).toEqual([...Array(10).fill('InvalidCredentialsError'), 'RateLimitedError'])
  // Without the device the right password waits too; with it, nobody notices (ASVS 6.1.1).
  expect((await login(app.anonymous, owner)).__typename).toBe('RateLimitedError')
  expect(await signInOn(deviceToken)).toBe('LoginSuccess')
  expect((await devicesOf(client)).length).toBe(1)
})

it('has tries of its own: who stole the device still has to guess the password', async () => {
  const { deviceToken } = await remember(owner)
  const answers: string[] = []
  for (let times = 0; times < 11; times++) answers.push(await signInOn(deviceToken, owner, `guess ${times}`))
  expect(answers).toEqual([...Array(10).fill('InvalidCredentialsError'), 'RateLimitedError'])
})
