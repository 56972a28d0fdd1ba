// Multi-factor authentication as a team sees it: refused, turned on, asked for, remembered, disowned.
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { demoPassword } from '../../prisma/seed.ts'
import {
  describeInBrowser,
  mailedLink,
  openSignedIn,
  says,
  saysNoMore,
  signIn,
  signOut,
  title,
  typeCode,
  usePortal,
} from '../support/portal.ts'
import { codesTo, demoMember, owner, wrongCode } from '../support/sign-in-steps.ts'
import { ageAuthentication, analyst } from '../support/team.ts'

const settings = '/settings/security'
const cookiesOf = async (page: Page) => (await page.context().cookies()).map(({ name }) => name)

describeInBrowser('multi-factor authentication', () => {
  const portal = usePortal()
  const isOn = async () =>
    (await portal.app.db.account.findUniqueOrThrow({ where: { id: demoMember(owner).accountId } })).mfaEnabled
  let page: Page

  it('is refused while a member is unverified, and names them', async () => {
    page = await openSignedIn(portal, owner, settings)
    await page.getByRole('switch', { name: 'Require a code at sign-in' }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('alert').waitFor()
    const waitedFor = page.getByRole('list', { name: 'Unverified members' }).getByRole('listitem')
    expect(await waitedFor.allInnerTexts()).toEqual([expect.stringContaining('Tomasz Zieliński')])
    const reminder = page.getByRole('link', { name: 'Remind Tomasz Zieliński' })
    expect(await reminder.getAttribute('href')).toMatch(/^mailto:analyst%40summitridge\.example\?/)
    expect(await isOn()).toBe(false)
  })

  it('lets a member verify their email, or skip it for now', async () => {
    const theirs = await portal.open('/sign-in')
    await signIn(theirs, analyst)
    await title(theirs, 'Verify your email')
    await theirs.getByRole('link', { name: 'Skip for now' }).click()
    await title(theirs, 'Investors')
    await theirs.getByRole('link', { name: 'Verify it now' }).click()
    await typeCode(theirs, (await codesTo(portal.app, analyst, 1))[0] ?? '')
    await says(theirs, `${analyst} is verified.`)
    await title(theirs, 'Investors')
    await saysNoMore(theirs, 'Your email is not verified yet')
    await theirs.context().close()
  })

  it('is turned on then, once the password was given again', async () => {
    await ageAuthentication(portal.app, owner, 11 * 60)
    await page.getByRole('button', { name: 'Save' }).click()
    const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' })
    await dialog.getByLabel('Password', { exact: true }).fill('not the password')
    await dialog.getByRole('button', { name: 'Confirm' }).click()
    await says(page, 'This is not your password.')
    expect(await isOn()).toBe(false)
    await dialog.getByLabel('Password', { exact: true }).fill(demoPassword)
    await dialog.getByRole('button', { name: 'Confirm' }).click()
    await says(page, 'Saved. Every team member is told by email.')
    await page.getByText('On', { exact: true }).waitFor()
    expect(await isOn()).toBe(true)
  })

  it('asks for the code from the mail at the next sign-in, and counts wrong ones', async () => {
    await signOut(page)
    // Controls the page's clock, to skip the minute until another code may be sent.
    await page.clock.install()
    await signIn(page, owner)
    await title(page, 'Check your email')
    const [first = ''] = await codesTo(portal.app, owner, 1)
    await typeCode(page, wrongCode(first))
    await says(page, 'Incorrect code. 4 attempts left.')
    expect(await page.evaluate('document.activeElement.ariaLabel')).toBe('Digit 1 of 6')

    const another = page.getByRole('button', { name: 'Resend code' })
    await says(page, /^Another code can be sent in \d+ s\.$/)
    expect(await another.count()).toBe(0)
    await portal.app.db.$executeRaw`UPDATE challenge SET code_sent_at = code_sent_at - interval '1 minute'`
    await page.clock.fastForward('01:00')
    await another.click()
    await says(page, 'Another code is on its way.')
    const second = (await codesTo(portal.app, owner, 2))[1] ?? ''
    expect(second).not.toBe(first)

    await page.getByRole('checkbox', { name: 'Remember me on this device for 30 days' }).check()
    // Pastes the whole code, as if copied from the email.
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.evaluate(`navigator.clipboard.writeText('${second}')`)
    await page.getByLabel('Digit 1 of 6').focus()
    await page.keyboard.press('ControlOrMeta+V')
    await title(page, 'Investors')
  })

  it('asks for none on a remembered browser, until 30 days later', async () => {
    await signOut(page)
    await signIn(page, owner)
    await title(page, 'Investors')
    expect(await cookiesOf(page)).toContainEqual(expect.stringMatching(/^vestibule_device_/))
    await signOut(page)
    const moved = await portal.app.db.$executeRaw`
      UPDATE trusted_device SET created_at = created_at - interval '30 days', expires_at = expires_at - interval '30 days'`
    expect(moved).toBe(1)
    await signIn(page, owner)
    await title(page, 'Check your email')
    await typeCode(page, (await codesTo(portal.app, owner, 3))[2] ?? '')
    await title(page, 'Investors')
  })

  it('ends everything from the mail about a wrong code, by "This was not me"', async () => {
    const elsewhere = await portal.open(await mailedLink(portal, owner, '/not-me'))
    await elsewhere.getByRole('button', { name: 'Sign out every device' }).click()
    await says(elsewhere, /^Done\. Every device is signed out\./)
    expect(elsewhere.url()).toBe(`${portal.url}/not-me`)
    await says(page, 'You were signed out. Sign in again to go on where you were.')
    expect(await portal.app.db.session.count({ where: { teamMemberId: demoMember(owner).id } })).toBe(0)
    await elsewhere.goto(await mailedLink(portal, owner, '/reset-password'))
    await title(elsewhere, 'Choose a new password')
  })
})
