// An export as its owner sees it: requested in one tab, announced and downloaded in another, and its other ends.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { openBankAccountNumber, openTaxId } from '../../src/investors/sensitive-fields.ts'
import { createFieldCipher } from '../../src/platform/encryption/field-encryption.ts'
import { testEncryptionKey } from '../support/keys.ts'
import { describeInBrowser, openSignedIn, says, title, usePortal } from '../support/portal.ts'
import { readExport } from '../support/read-export.ts'
import { demoMember, finance, owner } from '../support/sign-in-steps.ts'
import { relations } from '../support/team.ts'

const bell = (page: Page, unread = 0) =>
  page.getByRole('button', {
    name: unread === 0 ? 'Notifications' : `Notifications, ${unread} unread`,
    exact: true,
  })
const both = 'Banking and tax information'
/** Sorted, because the file's rows have no fixed order. */
const ordered = (rows: object[]): string[] =>
  rows.map((row) => JSON.stringify(Object.entries(row).toSorted())).toSorted()
const item = (page: Page, name: string) => page.getByRole('listitem', { name })

/** Fills the dialog, and waits for its estimate: it reads the investors, which `holdExports` will lock. */
async function fillRequest(page: Page, { kind = 'Banking and tax information', format = 'CSV' } = {}) {
  await page
    .getByRole('button', { name: /^Request (your first )?export$/ })
    .last()
    .click()
  const dialog = page.getByRole('dialog', { name: 'Request export' })
  await dialog.getByRole('radio', { name: kind, exact: true }).check()
  await dialog.getByText(format, { exact: true }).click()
  await dialog.getByText('1,200 investors, a row each.').waitFor()
  return dialog.getByRole('button', { name: 'Request', exact: true })
}

async function download(page: Page, link: Locator): Promise<Buffer> {
  const [file] = await Promise.all([page.waitForEvent('download'), link.click()])
  expect(file.suggestedFilename()).toMatch(/^[\w-]+\.csv$/)
  return readFile(await file.path())
}

describeInBrowser('exports', () => {
  const portal = usePortal()
  let tabA: Page
  let tabB: Page

  /** Keeps exports from reading any investor. @returns what lets them go on. */
  async function holdExports(): Promise<() => Promise<void>> {
    const client = await portal.app.pool.connect()
    await client.query('BEGIN; LOCK TABLE investor IN ACCESS EXCLUSIVE MODE')
    return async () => {
      await client.query('COMMIT')
      client.release()
    }
  }

  /** The investors in the database, as rows of the file. */
  async function storedRows() {
    const cipher = createFieldCipher(testEncryptionKey)
    const where = { accountId: demoMember(owner).accountId }
    const rows = await portal.app.db.investor.findMany({ where })
    return rows.map((row) => ({
      external_id: row.externalId,
      name: row.name,
      email: row.email,
      profile_type: row.profileType,
      address: row.address,
      tax_id: row.taxId && openTaxId(cipher, row.id, row.taxId),
      bank_name: row.bankName,
      bank_account_type: row.bankAccountType,
      bank_routing_number: row.bankRoutingNumber,
      bank_account_number:
        row.bankAccountNumber && openBankAccountNumber(cipher, row.id, row.bankAccountNumber),
    }))
  }

  it('is followed live from processing to completed, and announced in the other tab', async () => {
    tabA = await openSignedIn(portal, owner, '/exports')
    await title(tabA, 'Exports')
    tabB = await tabA.context().newPage()
    await tabB.goto('/investors')
    await tabB.getByRole('table', { name: 'Investors' }).waitFor()
    await bell(tabB).waitFor()

    const send = await fillRequest(tabA)
    const release = await holdExports()
    await send.click()
    await item(tabA, both).getByText('Processing').waitFor()
    await item(tabA, both).getByRole('progressbar').waitFor()
    expect(await bell(tabB).count()).toBe(1)
    await release()
    await item(tabA, both).getByText('Completed').waitFor()
    await says(tabA, /^1,200 rows/)
    // Kept for 72 hours, of which some seconds have passed.
    await item(tabA, both).getByText('in 3 days', { exact: true }).waitFor()
    await tabB.getByRole('alert').getByText(`${both} export is ready`).waitFor()
    await Promise.all([bell(tabA, 1).waitFor(), bell(tabB, 1).waitFor()])
  })

  it('is downloaded from the notification, on another page: every value of the database, and no other', async () => {
    await bell(tabB, 1).click()
    const link = tabB.getByRole('list', { name: 'Notifications' }).getByRole('link', { name: /^Download/ })
    const file = await download(tabB, link)
    expect(ordered(await readExport('CSV', file))).toEqual(ordered(await storedRows()))
    const row = await portal.app.db.export.findFirstOrThrow()
    expect(row).toMatchObject({ sha256: createHash('sha256').update(file).digest('hex'), downloadCount: 1 })
    await tabA.getByText(row.sha256 ?? '').waitFor()
  })

  it('is read in every tab once it is read in one', async () => {
    await Promise.all([bell(tabA).waitFor(), bell(tabB).waitFor()])
    await tabB.keyboard.press('Escape')
  })

  it('says why it failed, at once and in the bell', async () => {
    const [{ id } = { id: '' }] = await portal.app.db.$queryRaw<{ id: string }[]>`
      UPDATE investor SET address = repeat('x', 33000)
      WHERE id = (SELECT id FROM investor WHERE account_id = ${demoMember(owner).accountId}::uuid LIMIT 1) RETURNING id`
    await (await fillRequest(tabA, { format: 'Excel', kind: 'Tax information' })).click()
    const failed = item(tabA, 'Tax information')
    await failed.getByText('Failed', { exact: true }).waitFor()
    const { failureMessage } = await portal.app.db.export.findFirstOrThrow({ where: { status: 'FAILED' } })
    await failed.getByText(failureMessage ?? '').waitFor()
    await bell(tabB, 1).click()
    await tabB
      .getByRole('list', { name: 'Notifications' })
      .getByText(failureMessage ?? '')
      .waitFor()
    await tabB.getByRole('button', { name: 'Mark as read: Tax information export failed' }).click()
    await Promise.all([bell(tabA).waitFor(), bell(tabB).waitFor()])
    await portal.app.db.investor.update({ where: { id }, data: { address: null } })
  })

  it('is stopped, deleted after a question, and expires', async () => {
    const send = await fillRequest(tabA, { kind: 'Banking information' })
    const release = await holdExports()
    await send.click()
    await tabA.getByRole('button', { name: 'Cancel Banking information' }).click()
    await item(tabA, 'Banking information').getByText('You stopped it. No file was kept.').waitFor()
    await release()

    const remove = async (answer: string) => {
      await tabA.getByRole('button', { name: 'Delete Banking information' }).click()
      await tabA
        .getByRole('dialog', { name: 'Delete this export?' })
        .getByRole('button', { name: answer })
        .click()
      await tabA.getByRole('dialog').waitFor({ state: 'detached' })
    }
    await remove('Keep as it is')
    await item(tabA, 'Banking information').waitFor()
    await remove('Delete export')
    await item(tabA, 'Banking information').waitFor({ state: 'detached' })

    await portal.app.db.$executeRaw`UPDATE export SET expires_at = now() WHERE status = 'COMPLETED'`
    await tabA.reload()
    await item(tabA, both).getByText('Expired', { exact: true }).waitFor()
    expect(await tabA.getByRole('link', { name: /^Download/ }).count()).toBe(0)
  })

  it('shows a member who may export nothing of it, nor lets them have the file', async () => {
    await portal.app.db
      .$executeRaw`UPDATE export SET status = 'COMPLETED', expires_at = now() + interval '1 hour' WHERE sha256 IS NOT NULL`
    const other = await openSignedIn(portal, finance, '/exports')
    await title(other, 'Exports')
    await says(other, 'No exports yet')
    await bell(other).click()
    await says(other, 'Nothing yet. When an export is ready, it is announced here.')
    const { id } = await portal.app.db.export.findFirstOrThrow({ where: { sha256: { not: null } } })
    const answer = await other.request.get(`/exports/${id}/download`)
    expect([answer.status(), await answer.text()]).toEqual([404, expect.not.stringContaining('tax_id')])
    await other.context().close()
  })

  it('says why to a member without Sensitive Data Access', async () => {
    const page = await openSignedIn(portal, relations, '/exports')
    await says(page, 'You cannot request exports')
    expect(await page.getByRole('button', { name: /Request/ }).count()).toBe(0)
    await page.context().close()
  })
})
