// The team, and the investors, whose values every member sees masked.
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { demoPassword } from '../../prisma/seed.ts'
import { openBankAccountNumber, openTaxId } from '../../src/investors/sensitive-fields.ts'
import { createFieldCipher } from '../../src/platform/encryption/field-encryption.ts'
import { testEncryptionKey } from '../support/keys.ts'
import {
  describeInBrowser,
  mailedLink,
  openSignedIn,
  says,
  signIn,
  title,
  usePortal,
} from '../support/portal.ts'
import { demoMember, owner } from '../support/sign-in-steps.ts'
import { ageAuthentication, rowOf } from '../support/team.ts'

const newcomer = 'jo@summitridge.example'

describeInBrowser('the team', () => {
  const portal = usePortal()
  let page: Page
  const row = (name: string) => page.getByRole('row', { name: new RegExp(`^${name}`) })

  async function choose(name: string, action: string): Promise<void> {
    await page.getByRole('button', { name: `Actions for ${name}` }).click()
    await page.getByRole('menuitem', { name: action }).click()
  }

  it('shows who has verified their email, and who has access to sensitive data', async () => {
    page = await openSignedIn(portal, owner, '/settings/team')
    await row('Margaret Okafor').waitFor()
    expect(await page.getByRole('row').count()).toBe(1 + 4)
    await row('Daniel Whitfield').getByRole('img', { name: 'Email verified' }).waitFor()
    await row('Tomasz Zieliński').getByText('Not verified').waitFor()
    await row('Daniel Whitfield').getByRole('cell', { name: 'Sensitive data' }).waitFor()
    await row('Inês Carvalho').getByRole('cell', { name: 'Masked' }).waitFor()
  })

  it('takes a newcomer in by an invitation and its mailed link', async () => {
    await page.getByRole('button', { name: 'Invite member' }).click()
    const dialog = page.getByRole('dialog', { name: 'Invite a team member' })
    await dialog.getByLabel('Name').fill('Jo Ames')
    await dialog.getByLabel('Email').fill(newcomer)
    await dialog.getByRole('button', { name: 'Send invitation' }).click()
    await says(page, `The invitation is on its way to ${newcomer}.`)
    await row('Jo Ames').getByRole('cell', { name: 'Invited' }).waitFor()

    const theirs = await portal.open(await mailedLink(portal, newcomer, '/accept-invitation'))
    await theirs.getByLabel('New password').fill(demoPassword)
    await theirs.getByRole('button', { name: 'Accept invitation' }).click()
    await says(theirs, `You sign in as ${newcomer}`)
    await theirs.getByRole('link', { name: 'Sign in' }).click()
    await signIn(theirs, newcomer)
    await title(theirs, 'Investors')
    await theirs.goto('/settings/security')
    await says(theirs, 'You cannot change this')

    await page.reload()
    await row('Jo Ames').getByRole('cell', { name: 'Active' }).waitFor()
    await row('Jo Ames').getByRole('img', { name: 'Email verified' }).waitFor()
  })

  it('grants data access once the password was given again', async () => {
    await ageAuthentication(portal.app, owner, 11 * 60)
    await choose('Jo Ames', 'Grant Sensitive Data Access')
    await page.getByRole('button', { name: 'Grant access' }).click()
    const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' })
    await dialog.getByLabel('Password', { exact: true }).waitFor()
    expect(await rowOf(portal.app, newcomer)).toMatchObject({ sensitiveDataAccess: false })
    await dialog.getByLabel('Password', { exact: true }).fill(demoPassword)
    await dialog.getByRole('button', { name: 'Confirm' }).click()
    await says(page, 'Jo Ames has Sensitive Data Access.')
    await row('Jo Ames').getByRole('cell', { name: 'Sensitive data' }).waitFor()
  })

  it('deactivates a member, who is signed out at once', async () => {
    const theirs = await openSignedIn(portal, newcomer, '/exports')
    await title(theirs, 'Exports')
    await choose('Jo Ames', 'Deactivate')
    await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click()
    await row('Jo Ames').getByRole('cell', { name: 'Deactivated' }).waitFor()
    await title(theirs, 'Sign in')
    await signIn(theirs, newcomer)
    await theirs.getByRole('alert').waitFor()
    await theirs.context().close()
  })

  it('finds investors by name and by page, and the way back', async () => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Investors' }).click()
    await says(page, '20 of 1,200 investors')
    const first = await page.getByRole('row').nth(1).innerText()
    await page.getByRole('button', { name: 'Next' }).click()
    await expect.poll(() => page.getByRole('row').nth(1).innerText(), { timeout: 10_000 }).not.toBe(first)
    await page.goBack()
    await expect.poll(() => page.getByRole('row').nth(1).innerText(), { timeout: 10_000 }).toBe(first)

    const { name } = await portal.app.db.investor.findFirstOrThrow({ where: { externalId: 'SR-00700' } })
    await page.getByLabel('Search investors').fill(name)
    await page
      .getByRole('row', { name: new RegExp(name) })
      .first()
      .waitFor()
    await page.getByLabel('Search investors').fill('nobody at all')
    await says(page, 'No investor is found for “nobody at all”.')
  })

  it('finds an investor by the whole tax id, without writing it into the address', async () => {
    const cipher = createFieldCipher(testEncryptionKey)
    const where = { accountId: demoMember(owner).accountId, taxId: { not: null } }
    const investor = await portal.app.db.investor.findFirstOrThrow({ where, orderBy: { name: 'desc' } })
    const taxId = openTaxId(cipher, investor.id, investor.taxId ?? new Uint8Array())
    await page.getByLabel('Search investors').fill(taxId)
    await page.getByRole('row', { name: new RegExp(investor.name) }).waitFor()
    await says(page, '1 investor')
    expect(page.url()).not.toContain(taxId.slice(0, 5))
  })

  it('shows masked values alone: nowhere in the page is a whole one', async () => {
    await page.goto('/investors')
    await says(page, '20 of 1,200 investors')
    const cipher = createFieldCipher(testEncryptionKey)
    const rows = await portal.app.db.investor.findMany({
      where: { accountId: demoMember(owner).accountId },
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
    })
    const content = await page.content()
    expect(content).toContain(rows[0]?.taxIdLast4)
    const whole = rows.flatMap(({ id, taxId, bankAccountNumber }) => [
      taxId && openTaxId(cipher, id, taxId),
      bankAccountNumber && openBankAccountNumber(cipher, id, bankAccountNumber),
    ])
    expect(whole.filter(Boolean).length).toBeGreaterThan(1200)
    expect(whole.filter((value) => value && content.includes(value))).toEqual([])
  })
})
