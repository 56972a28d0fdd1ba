// What holds on every page: everyone can read it, it fits every screen, and it stores and leaks nothing.
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { demoPassword } from '../../prisma/seed.ts'
import { portalPages } from '../../src/api/portal/serve-portal.ts'
import { giveExport } from '../support/exports.ts'
import { describeInBrowser, says, signIn, title, usePortal } from '../support/portal.ts'
import { otherOwner, owner, turnMfaOn } from '../support/sign-in-steps.ts'
import { analyst } from '../support/team.ts'

type View = {
  path: string
  /** Who is signed in. Default: no one. */
  as?: string
  title: string
  /** Opens a dialog or a later step. */
  open?: (page: Page) => Promise<void>
}

const press = (name: string) => async (page: Page) => {
  await page.getByRole('button', { name }).first().click()
  await page.getByRole('dialog').waitFor()
}
const token = 'x'.repeat(43)

const views: View[] = [
  { path: '/sign-in', title: 'Sign in' },
  {
    path: '/sign-in',
    title: 'Sign in',
    open: async (page) => {
      await signIn(page, otherOwner)
      await title(page, 'Check your email')
    },
  },
  { path: '/forgot-password', title: 'Forgot your password?' },
  { path: `/reset-password#${token}`, title: 'Choose a new password' },
  { path: '/reset-password', title: 'Choose a new password' },
  { path: `/accept-invitation#${token}`, title: 'Accept your invitation' },
  { path: `/not-me#${token}`, title: 'This was not me' },
  { path: '/no-such-page', title: 'There is no such page' },
  { path: '/verify-email', as: analyst, title: 'Verify your email' },
  { path: '/exports', as: analyst, title: 'Exports' },
  { path: '/settings/security', as: analyst, title: 'General' },
  { path: '/', as: owner, title: 'Investors' },
  { path: '/investors', as: owner, title: 'Investors' },
  { path: '/investors', as: owner, title: 'Investors', open: press('Notifications') },
  { path: '/exports', as: owner, title: 'Exports' },
  { path: '/exports', as: owner, title: 'Exports', open: press('Request export') },
  { path: '/exports', as: owner, title: 'Exports', open: press('Delete') },
  { path: '/profile', as: owner, title: 'Profile' },
  { path: '/settings/security', as: owner, title: 'General' },
  { path: '/settings/team', as: owner, title: 'Team members' },
  { path: '/settings/team', as: owner, title: 'Team members', open: press('Invite member') },
]

describeInBrowser('every page', () => {
  const portal = usePortal()
  const browsers = new Map<string | undefined, Page>()

  async function browserOf(who: string | undefined): Promise<Page> {
    const known = browsers.get(who)
    if (known) return known
    if (!who) await turnMfaOn(portal.app, otherOwner)
    if (who === owner) await giveExports()
    const page = await portal.open('/sign-in')
    if (who) {
      await signIn(page, who)
      await title(page, who === analyst ? 'Verify your email' : 'Investors')
    }
    browsers.set(who, page)
    return page
  }

  /** An export in each status, and a bell that is not empty. */
  async function giveExports(): Promise<void> {
    for (const status of ['COMPLETED', 'PROCESSING', 'FAILED', 'CANCELED', 'EXPIRED', 'REVOKED'] as const) {
      await giveExport(portal.app, owner)
      await portal.app.db.$executeRaw`
        UPDATE export SET status = ${status}::export_status, row_count = 1200, byte_size = 204800, rows_total = 1200,
          sha256 = repeat('0a', 32), expires_at = now() + interval '1 day'
        WHERE id = (SELECT id FROM export ORDER BY id DESC LIMIT 1)`
    }
  }

  it.each(views)('$path: $title', async ({ path, as, title: name, open }) => {
    const page = await browserOf(as)
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize({ width: 1440, height: 900 })
    // Without this, an address with only another fragment would not be loaded.
    await page.goto('about:blank')
    const response = await page.goto(path)
    await title(page, name)
    await open?.(page)
    await settled(page)
    await page.evaluate(axe.source)
    await expectReadable(page)
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.locator('html[data-mantine-color-scheme="dark"]').waitFor()
    await expectReadable(page)
    await page.setViewportSize({ width: 360, height: 720 })
    await expect
      .poll(() => page.evaluate('document.documentElement.scrollWidth'), { timeout: 5_000 })
      .toBe(360)

    const policy = response?.headers()['content-security-policy'] ?? ''
    expect(policy).toMatch(/^default-src 'none';/)
    expect(policy).not.toMatch(/unsafe|\*|http:/)
    const stored = (await page.evaluate(
      'JSON.stringify([{ ...localStorage }, { ...sessionStorage }])',
    )) as string
    expect(stored.replace(/"mantine-color-scheme-value":"\w+"/, '')).toBe('[{},{}]')
    if (path === '/no-such-page') {
      expect(portal.problems.splice(0)).toEqual([expect.stringMatching(/no-such-page: .*\b404\b/)])
    }
  })

  it('is among them, for each address of the portal', () => {
    const seen = new Set([...views.map(({ path }) => path.split('#')[0]), '/sign-in/code'])
    expect(portalPages.filter((path) => !seen.has(path))).toEqual([])
  })

  it('is come back to after signing in, and left by the back button', async () => {
    const page = await portal.open('/settings/team')
    await title(page, 'Sign in')
    await signIn(page, owner)
    await title(page, 'Team members')
    await page.getByRole('link', { name: 'Exports' }).click()
    await title(page, 'Exports')
    await page.goBack()
    await title(page, 'Team members')
    expect(new URL(page.url()).pathname).toBe('/settings/team')
    await page.context().close()
  })

  it('works by the keyboard alone: signing in, an export, its download from the bell', async () => {
    const page = await portal.open('/exports')
    await title(page, 'Sign in')
    await page.keyboard.type(otherOwner.replace('harborpoint', 'summitridge'))
    await page.keyboard.press('Tab')
    await page.keyboard.type(demoPassword)
    await page.keyboard.press('Enter')
    await title(page, 'Exports')
    await tabTo(page, /^Request export$/)
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'Request export' }).waitFor()
    await tabTo(page, /^Banking and tax information$/)
    await page.keyboard.press('ArrowDown')
    await tabTo(page, /^Request$/)
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'Request export' }).waitFor({ state: 'detached' })
    await says(page, /^1,200 rows/)
    await tabTo(page, /^Notifications/)
    await page.keyboard.press('Enter')
    await tabTo(page, /^Download tax/)
    const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
    expect(file.suggestedFilename()).toMatch(/^tax-information.*\.csv$/)
    await page.context().close()
  })
})

/** Waits until nothing is loading. */
const settled = (page: Page) =>
  expect.poll(() => page.getByRole('status', { name: 'Loading' }).count(), { timeout: 10_000 }).toBe(0)

/** Polls, because a change of the color scheme takes a few frames to reach every color. */
const expectReadable = (page: Page) => expect.poll(() => violations(page), { timeout: 8_000 }).toEqual([])

/** What axe calls a serious or critical problem of accessibility. */
async function violations(page: Page): Promise<string[]> {
  const found = (await page.evaluate(`axe.run({ resultTypes: ['violations'] })`)) as axe.AxeResults
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target, any }) => `${target} ${any[0]?.message ?? ''}`)}`)
}

const focusedName = `(() => {
  const { activeElement: element } = document
  return element.ariaLabel ?? element.labels?.[0]?.textContent ?? element.textContent
})()`

/** Presses Tab until something with that name has the focus. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const passed: unknown[] = []
  while (passed.length < 60) {
    await page.keyboard.press('Tab')
    const focused = String(await page.evaluate(focusedName))
    if (name.test(focused)) return
    passed.push(focused.slice(0, 40))
  }
  throw new Error(`Nothing of the name ${name} gets the focus, but: ${passed.join(', ')}`)
}
