// The portal in a real browser: people with browsers of their own at one app, and what must never happen in any of them.
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest'
import { demoPassword } from '../../prisma/seed.ts'
import { startTestApp, type TestApp } from './app.ts'
import { launchChromium } from './chromium.ts'

// Looked for while tests are collected, so that they are skipped where there is none. One for each test file: files
// share this module, and whoever comes after the first starts another.
let browser = await launchChromium()

export const describeInBrowser = describe.skipIf(browser === null)

export type Portal = {
  app: TestApp
  /** Such as the links in mails have it. */
  url: string
  /** Opens a browser that knows nothing yet, at an address of the portal. */
  open(path: string, options?: BrowserContextOptions): Promise<Page>
  /** What went wrong in a page and its tests did not look for: errors, and what is where it must not be. */
  problems: string[]
}

/** Starts the app for a file's tests. None of them may leave a problem behind. */
export function usePortal(): Portal {
  const portal = { problems: [] as string[] } as Portal
  portal.open = async (path, options = {}) => {
    if (!browser) throw new Error('There is no browser')
    const context = await browser.newContext({
      baseURL: portal.url,
      viewport: { width: 1440, height: 900 },
      // What is being moved or faded in has neither its place nor its colours yet.
      reducedMotion: 'reduce',
      ...options,
    })
    context.setDefaultTimeout(15_000)
    watch(context, portal)
    const page = await context.newPage()
    await page.goto(path)
    return page
  }
  beforeAll(async () => {
    if (browser && !browser.isConnected()) browser = await launchChromium()
    portal.app = await startTestApp()
    portal.url = portal.app.url.replace('127.0.0.1', 'localhost')
  })
  afterEach(() => expect(portal.problems.splice(0)).toEqual([]))
  afterAll(async () => {
    await Promise.all(browser?.contexts().map((context) => context.close()) ?? [])
    await portal.app?.stop()
    await browser?.close()
  })
  return portal
}

/** A mailed link's or a session's token, an email, a tax id: none of it has a place in an address or in its search. */
const sensitive = /[\w-]{43}|@|%40|\b\d{3}-?\d{2}-?\d{4}\b|\b\d{2}-\d{7}\b/

function watch(context: ReturnType<Page['context']>, { problems, url }: Portal): void {
  const note = (page: Page | null, text: string) =>
    problems.push(`${page?.url() ?? 'a closed page'}: ${text}`)
  // What breaks the Content-Security-Policy is an error of the console as well.
  context.on('console', (message) => {
    if (message.type() === 'error') note(message.page(), message.text())
  })
  context.on('weberror', (error) => note(error.page(), String(error.error())))
  context.on('request', (request) => {
    const { origin, pathname, search } = new URL(request.url())
    if (!['data:', 'blob:'].includes(new URL(request.url()).protocol) && origin !== url)
      problems.push(`asked another origin: ${request.url()}`)
    if (sensitive.test(pathname + search)) problems.push(`sensitive in an address: ${pathname + search}`)
  })
  context.on('response', (response) => {
    if (response.status() >= 500) problems.push(`${response.status()} of ${response.url()}`)
  })
}

/** Fills the form of the sign-in page, where the browser is. */
export async function signIn(page: Page, email: string, password = demoPassword): Promise<void> {
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** Opens a page of the portal in a browser of one's own, signed in. */
export async function openSignedIn(
  { open }: Portal,
  email: string,
  path: string,
  options?: BrowserContextOptions,
): Promise<Page> {
  const page = await open(path, options)
  await signIn(page, email)
  await page.waitForURL(`**${path}`)
  return page
}

export async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Your menu' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await title(page, 'Sign in')
}

/** Types a code, digit for digit; the last one sends it. */
export async function typeCode(page: Page, code: string): Promise<void> {
  await page.getByLabel('Digit 1 of 6').focus()
  await page.keyboard.type(code)
}

/** Waits until the page has this title. */
export const title = (page: Page, name: string): Promise<void> =>
  page.getByRole('heading', { level: 1, name, exact: true }).waitFor()

/** Waits until the page says this somewhere. */
export const says = (page: Page, text: string | RegExp): Promise<void> =>
  page.getByText(text).first().waitFor()

/** Waits until the page says it no more. */
export const saysNoMore = (page: Page, text: string | RegExp): Promise<void> =>
  page.getByText(text).first().waitFor({ state: 'detached' })

/** The link of the newest mail that has one to a path, once it is there: its path and fragment. */
export async function mailedLink({ app }: Portal, email: string, path: string): Promise<string> {
  const read = async () =>
    (await app.mailsTo(email)).map(({ text }) => new RegExp(`${path}#[\\w-]{43}`).exec(text)?.[0])
  await expect.poll(async () => (await read()).some(Boolean), { timeout: 10_000 }).toBe(true)
  return (await read()).find(Boolean) ?? ''
}
