// A member's own sign-in, as they change it: email, password, sessions, remembered devices.
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { demoPassword } from '../../prisma/seed.ts'
import { addTrustedDevice } from '../support/people.ts'
import {
  describeInBrowser,
  mailedLink,
  openSignedIn,
  says,
  signIn,
  signOut,
  title,
  typeCode,
  usePortal,
} from '../support/portal.ts'
import { codesTo, demoMember, finance } from '../support/sign-in-steps.ts'

const newEmail = 'daniel@summitridge.example'
const newPassword = 'lantern-orchard-meadow-31'

describeInBrowser('my profile', () => {
  const portal = usePortal()
  let page: Page
  let elsewhere: Page

  it('changes the email by the code that is sent to the new one', async () => {
    page = await openSignedIn(portal, finance, '/profile')
    await page.getByRole('button', { name: 'Change email' }).click()
    await page.getByLabel('New email').fill(newEmail)
    await page.getByLabel('Your password').fill(demoPassword)
    await page.getByRole('button', { name: 'Send code' }).click()
    await title(page, 'Verify your email')
    await page.goBack()
    await says(page, `${newEmail} waits for its code.`)
    await page.goForward()
    await typeCode(page, (await codesTo(portal.app, newEmail, 1))[0] ?? '')
    await title(page, 'Profile')
    const email = page.getByRole('region', { name: 'Email' })
    await email.getByText(newEmail, { exact: true }).waitFor()
    await email.getByText('Verified', { exact: true }).waitFor()
  })

  it('lists the sessions, and ends another one within seconds; that one comes back to its page', async () => {
    elsewhere = await openSignedIn(portal, newEmail, '/exports')
    await title(elsewhere, 'Exports')
    await page.reload()
    const sessions = page.getByRole('list', { name: 'Sessions' }).getByRole('listitem')
    await sessions.nth(1).waitFor()
    expect(await sessions.count()).toBe(2)
    expect(await sessions.filter({ hasText: 'This browser' }).count()).toBe(1)
    await page.getByRole('button', { name: /^Sign out: / }).click()
    await says(page, 'Signed out there.')
    await says(elsewhere, 'You were signed out. Sign in again to go on where you were.')
    await signIn(elsewhere, newEmail)
    await title(elsewhere, 'Exports')
  })

  it('changes the password, which signs out every other device', async () => {
    await page.getByRole('button', { name: 'Change password' }).click()
    await page.getByLabel('Current password').fill('not the password')
    await page.getByLabel('New password').fill(newPassword)
    await page.getByRole('button', { name: 'Set new password' }).click()
    await says(page, 'This is not your password.')
    await page.getByLabel('Current password').fill(demoPassword)
    await page.getByRole('button', { name: 'Set new password' }).click()
    await says(page, 'Your new password counts.')
    await title(elsewhere, 'Sign in')
    await signIn(elsewhere, newEmail)
    await elsewhere.getByRole('alert').waitFor()
    await signIn(elsewhere, newEmail, newPassword)
    await title(elsewhere, 'Exports')
  })

  it('lists the remembered devices, and forgets one', async () => {
    await addTrustedDevice(portal.app, demoMember(finance).id)
    await page.reload()
    await page.getByRole('button', { name: /^Forget: / }).click()
    await says(page, 'No device is remembered.')
    expect(await portal.app.db.trustedDevice.count()).toBe(0)
  })

  it('resets a forgotten password by the mailed link, once', async () => {
    await signOut(page)
    await page.getByRole('link', { name: 'Forgot your password?' }).click()
    await page.getByLabel('Email').fill(newEmail)
    await page.getByRole('button', { name: 'Send link' }).click()
    await says(page, 'If somebody signs in as')
    const link = await mailedLink(portal, newEmail, '/reset-password')
    await page.goto(link)
    await page.getByLabel('New password').fill('password1234')
    await page.getByRole('button', { name: 'Set new password' }).click()
    // Refused, and the link still works.
    await page.getByRole('textbox', { name: 'New password', description: /./ }).waitFor()
    await page.getByLabel('New password').fill(demoPassword)
    await page.getByRole('button', { name: 'Set new password' }).click()
    await says(page, 'Your new password counts from now on. Every device was signed out.')
    expect(new URL(page.url()).hash).toBe('')
    await title(elsewhere, 'Sign in')
    await page.getByRole('link', { name: 'Sign in' }).click()
    await signIn(page, newEmail)
    await title(page, 'Investors')
    await elsewhere.goto(link)
    await elsewhere.getByLabel('New password').fill(newPassword)
    await elsewhere.getByRole('button', { name: 'Set new password' }).click()
    await elsewhere.getByRole('link', { name: 'Ask for another link' }).waitFor()
  })
})
