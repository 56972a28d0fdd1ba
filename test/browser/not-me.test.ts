// The page behind "This was not me" in a mail, with the button that ends everything.
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { describeInBrowser, mailedLink, openSignedIn, signIn, title, usePortal } from '../support/portal.ts'
import { demoMember, finance, owner, turnMfaOn } from '../support/sign-in-steps.ts'

const name = 'Sign out every device'

describeInBrowser('"This was not me"', () => {
  const portal = usePortal()
  const teamMemberId = demoMember(owner).id
  let devices: Page[]
  let link: string

  /** Everything that the button could change. */
  const state = async () => ({
    sessions: await portal.app.db.session.findMany({ orderBy: { id: 'asc' } }),
    devices: await portal.app.db.trustedDevice.findMany({ orderBy: { id: 'asc' } }),
    openChallenges: await portal.app.db.challenge.count({ where: { consumedAt: null } }),
    usedLinks: await portal.app.db.mailedLink.count({ where: { usedAt: { not: null } } }),
    events: await portal.app.db.auditEvent.count(),
  })

  /** Opens the link, and counts what its page asks of the API and of the link's route. */
  async function openLink(path: string): Promise<{ page: Page; asked: string[] }> {
    const page = await portal.open('about:blank')
    const asked: string[] = []
    page.on('request', (request) => {
      const { pathname } = new URL(request.url())
      if (request.method() !== 'GET' || pathname === '/graphql') asked.push(`${request.method()} ${pathname}`)
    })
    await page.goto(path)
    await title(page, 'This was not me')
    return { page, asked }
  }

  it('changes nothing when it is opened, by a person or by a scanner that runs scripts', async () => {
    devices = [await openSignedIn(portal, owner, '/exports'), await openSignedIn(portal, owner, '/profile')]
    const colleague = await openSignedIn(portal, finance, '/exports')
    await Promise.all([title(devices[0] as Page, 'Exports'), title(devices[1] as Page, 'Profile')])
    await turnMfaOn(portal.app)
    const thief = await portal.open('/sign-in')
    await signIn(thief, owner)
    await title(thief, 'Check your email')
    link = await mailedLink(portal, owner, '/not-me')
    await colleague.context().close()
    const before = await state()

    const { page, asked } = await openLink(link)
    await page.getByRole('button', { name }).waitFor()
    await page.waitForLoadState('networkidle')
    expect(asked).toEqual([])
    expect(await state()).toEqual(before)
    await page.context().close()
  })

  it('says so in an address that is not complete, and offers no button', async () => {
    const { page } = await openLink('/not-me')
    await page.getByRole('alert').getByText('This address is not complete.').waitFor()
    expect(await page.getByRole('button').count()).toBe(0)
    await page.context().close()
  })

  it('says what can be done without JavaScript', async () => {
    const page = await portal.open('/not-me', { javaScriptEnabled: false })
    const text = await page.locator('noscript').innerText()
    expect(text).toContain('open the same address in another browser')
    expect(text).toContain('ask a Super Admin of your account to deactivate you')
    await page.context().close()
  })

  it('keeps its button where the server cannot be reached, and signs nobody out', async () => {
    const { page } = await openLink(link)
    await page.route('**/not-me', (route) => route.abort())
    await page.getByRole('button', { name }).click()
    await page.getByRole('alert').getByText('That did not work: the server could not be reached.').waitFor()
    await page.getByRole('button', { name }).waitFor()
    expect(await portal.app.db.session.count({ where: { teamMemberId } })).toBe(2)
    expect(portal.problems.splice(0)).toEqual([expect.stringContaining('ERR_FAILED')])
    await page.context().close()
  })

  it('signs out every device by the keyboard alone, and mails a link to choose a new password', async () => {
    const { page, asked } = await openLink(link)
    await page.getByRole('button', { name }).focus()
    await page.keyboard.press('Enter')
    const done = page
      .getByRole('status')
      .getByText(/^Done\. Every device is signed out\. We have emailed you/)
    await done.waitFor()
    await expect.poll(() => page.evaluate('document.activeElement.textContent')).toMatch(/^Done\./)
    expect(page.url()).toBe(`${portal.url}/not-me`)
    expect(asked).toEqual(['POST /not-me'])
    for (const device of devices) await title(device, 'Sign in')
    expect(await portal.app.db.session.count({ where: { teamMemberId } })).toBe(0)
    expect(await portal.app.db.session.count()).toBe(1)
    await page.goto(await mailedLink(portal, owner, '/reset-password'))
    await title(page, 'Choose a new password')
    await page.context().close()
  })

  it('says of a link that was used already that it was, and where to go', async () => {
    const { page } = await openLink(link)
    const before = await state()
    await page.getByRole('button', { name }).click()
    await page.getByRole('alert').getByText('This link was already used or has expired.').waitFor()
    expect(await page.getByRole('button').count()).toBe(0)
    expect(await state()).toEqual(before)
    expect(portal.problems.splice(0)).toEqual([expect.stringContaining('410')])
    await page.getByRole('link', { name: 'Choose a new password' }).click()
    await title(page, 'Forgot your password?')
    await page.context().close()
  })
})
