// `npm run screenshots`: takes every page of the portal at both widths and in both color schemes, as
// docs/screenshots/*.png, from a server of its own with the demo data.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { demoPassword } from '../../prisma/seed.ts'
import { launchChromium } from '../support/chromium.ts'
import { cleanUp, createDataDir, projectDir, startProgram } from '../support/process.ts'

const directory = join(projectDir, 'docs', 'screenshots')
const owner = 'owner@summitridge.example'
/** Of the account whose team has verified its emails. */
const otherOwner = 'owner@harborpoint.example'
const sizes = [
  { width: 1440, height: 900 },
  { width: 360, height: 780 },
]

const signIn = async (page: Page, url: string) => {
  await page.goto(`${url}/sign-in`)
  await page.getByLabel('Email').fill(owner)
  await page.getByLabel('Password', { exact: true }).fill(demoPassword)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** Takes the page as it is now, at both widths and in both schemes. */
async function shoot(page: Page, name: string): Promise<void> {
  for (const size of sizes) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize(size)
      await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor()
      await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
      await page.screenshot({ path: join(directory, `${name}-${size.width}-${colorScheme}.png`) })
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 })
}

async function shootAll(browser: Browser, url: string): Promise<void> {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  const openAt = async (path: string, heading: string) => {
    await page.goto(url + path)
    await page.getByRole('heading', { level: 1, name: heading }).waitFor()
    await page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' })
  }
  await openAt('/sign-in', 'Sign in')
  await shoot(page, 'sign-in')
  await openAt('/forgot-password', 'Forgot your password?')
  await shoot(page, 'forgot-password')
  await openAt(`/accept-invitation#${'x'.repeat(43)}`, 'Accept your invitation')
  await shoot(page, 'accept-invitation')
  await openAt(`/not-me#${'x'.repeat(43)}`, 'This was not me')
  await shoot(page, 'not-me')

  await signIn(page, url)
  await page.getByRole('table', { name: 'Investors' }).waitFor()
  await shoot(page, 'investors')
  await openAt('/exports', 'Exports')
  for (const kind of ['Distributions', 'Banking and tax information']) {
    await page.getByRole('button', { name: 'Request', exact: false }).first().click()
    const dialog = page.getByRole('dialog', { name: 'Request export' })
    await dialog.getByRole('radio', { name: kind, exact: true }).check()
    await dialog.getByText(/1,200 investors/).waitFor()
    if (kind !== 'Distributions') await shoot(page, 'request-export')
    await dialog.getByRole('button', { name: 'Request', exact: true }).click()
    await page.getByRole('listitem', { name: kind }).getByText('Completed').waitFor()
  }
  await openAt('/exports', 'Exports')
  await page.getByRole('button', { name: 'Notifications, 2 unread' }).click()
  await shoot(page, 'exports')
  await openAt('/profile', 'Profile')
  await shoot(page, 'profile')
  await openAt('/settings/security', 'General')
  await shoot(page, 'security')
  await openAt('/settings/team', 'Team members')
  await shoot(page, 'team')
}

async function shootCode(browser: Browser, url: string): Promise<void> {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  await page.goto(`${url}/settings/security`)
  await page.getByLabel('Email').fill(otherOwner)
  await page.getByLabel('Password', { exact: true }).fill(demoPassword)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('switch', { name: 'Require a code at sign-in' }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('On', { exact: true }).waitFor()
  await page.context().clearCookies()
  await page.goto(`${url}/sign-in`)
  await page.getByLabel('Email').fill(otherOwner)
  await page.getByLabel('Password', { exact: true }).fill(demoPassword)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Check your email' }).waitFor()
  await page.getByLabel('Digit 1 of 6').focus()
  await page.keyboard.type('4938')
  await shoot(page, 'sign-in-code')
}

const browser = await launchChromium()
if (!browser) process.exit(1)
try {
  await mkdir(directory, { recursive: true })
  const program = await startProgram({ env: { DATA_DIR: await createDataDir() } })
  await shootAll(browser, program.url())
  await shootCode(browser, program.url())
} finally {
  await browser.close()
  await cleanUp()
}
