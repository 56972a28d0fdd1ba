// Tickets: one GET gets one file. A second GET, a late one, or one without access gets nothing.

import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { hashToken } from '../../src/platform/encryption/crypto.ts'
import type { ApiClient } from '../support/client.ts'
import { askForExport, globalId, untilExport } from '../support/exports.ts'
import { CreateTicketDocument, LogOutDocument } from '../support/gql/graphql.ts'
import { inBetween } from '../support/people.ts'
import { memberId } from '../support/services.ts'
import { useApp } from '../support/use-app.ts'

const ownerEmail = 'owner@summitridge.example'
const absent = '0197ffff-0000-7000-8000-00000000abcd'

const app = useApp()
let owner: ApiClient
let asked: { id: string; databaseId: string; path: string }

beforeAll(async () => {
  asked = await askForExport(await app.signIn(ownerEmail))
  await untilExport(app.db, asked.databaseId, 'COMPLETED')
})
beforeEach(async () => {
  owner = await app.signIn(ownerEmail)
  await app.db.rateLimit.deleteMany({ where: { key: { startsWith: 'download-' } } })
  await app.db.export.update({ where: { id: asked.databaseId }, data: { downloadCount: 0 } })
})

const ask = async (client: ApiClient, exportId = asked.id) =>
  (await client.request(CreateTicketDocument, { input: { exportId } })).createDownloadTicket

async function makeTicket(client = owner): Promise<{ url: string; token: string }> {
  const ticket = await ask(client)
  if (ticket.__typename !== 'CreateDownloadTicketSuccess') throw new Error(ticket.message)
  // The URL has the default PUBLIC_URL, which is not where this app listens.
  const { pathname } = new URL(ticket.url)
  return { url: `${app.url}${pathname}`, token: pathname.split('/').at(-1) ?? '' }
}

const get = async (url: string, init: RequestInit = {}) => {
  const response = await fetch(url, init)
  return { status: response.status, headers: response.headers, body: await response.text() }
}
const statusOf = async (url: string, init?: RequestInit) => (await get(url, init)).status

const readRow = () => app.db.export.findUniqueOrThrow({ where: { id: asked.databaseId } })
const readTicket = (token: string) =>
  app.db.downloadTicket.findUnique({ where: { tokenHash: new Uint8Array(hashToken(token)) } })
const audit = (action: string) =>
  app.db.auditEvent.findMany({ where: { action, subjectId: asked.databaseId }, orderBy: { id: 'asc' } })

const notFound = JSON.stringify({
  error: {
    code: 'NOT_FOUND',
    message: 'This link was already used, has expired, or never existed. Request a new one.',
  },
})

/** The answer is that of a ticket that never existed, and asking changed nothing. */
async function expectDead(url: string): Promise<void> {
  const before = [await readRow(), await audit('export.downloaded')]
  for (const method of ['GET', 'HEAD']) {
    const { status, headers, body } = await get(url, { method })
    expect([status, body.trim()]).toEqual([404, method === 'GET' ? notFound : ''])
    expect(headers.get('etag')).toBeNull()
  }
  expect([await readRow(), await audit('export.downloaded')]).toEqual(before)
}

it('downloads the file once, with nothing but its address', async () => {
  const { url, token } = await makeTicket()
  const events = (await audit('export.downloaded')).length
  const answer = await get(url, { headers: { 'user-agent': 'Downloader/1' } })
  expect([answer.status, answer.headers.get('referrer-policy'), answer.headers.get('cache-control')]).toEqual(
    [200, 'no-referrer', 'no-store'],
  )
  expect(answer.body).toMatch(/^external_id,/)
  expect((await readRow()).downloadCount).toBe(1)
  expect(await readTicket(token)).toMatchObject({ exportId: asked.databaseId, usedAt: expect.any(Date) })
  const noted = (await audit('export.downloaded')).slice(events)
  expect(noted).toMatchObject([
    { actorId: memberId(ownerEmail), userAgent: 'Downloader/1', details: { how: 'ticket', range: null } },
  ])
  await expectDead(url)
  // The late try is recorded, without an actor.
  expect((await audit('export.download_denied')).at(-1)).toMatchObject({
    actorId: null,
    details: { how: 'ticket' },
  })
})

it('gives fifty simultaneous GETs one file', async () => {
  const { url } = await makeTicket()
  const answers = await Promise.all(Array.from({ length: 50 }, () => get(url)))
  const files = answers.filter(({ status }) => status === 200)
  expect([files.length, files[0]?.body.startsWith('external_id,')]).toEqual([1, true])
  expect(new Set(answers.filter((each) => each !== files[0]).map(({ body }) => body.trim()))).toEqual(
    new Set([notFound]),
  )
  expect((await readRow()).downloadCount).toBe(1)
})

it('is not used up by HEAD, by a prefetch, by conditions or by other methods', async () => {
  const { url, token } = await makeTicket()
  const { sha256, byteSize } = await readRow()
  const head = await get(url, { method: 'HEAD' })
  expect([head.status, head.headers.get('content-length'), head.body]).toEqual([200, String(byteSize), ''])
  expect(await statusOf(url, { headers: { 'sec-purpose': 'prefetch;prerender' } })).toBe(403)
  expect(await statusOf(url, { method: 'POST' })).toBe(405)
  expect(await statusOf(url, { headers: { range: `bytes=${byteSize}-` } })).toBe(416)
  expect(await statusOf(url, { headers: { 'if-none-match': `"${sha256}"` } })).toBe(304)
  expect(await statusOf(url, { headers: { 'if-match': '"other"' } })).toBe(412)
  expect((await readTicket(token))?.usedAt).toBeNull()
  expect((await readRow()).downloadCount).toBe(0)
  expect(await statusOf(url)).toBe(200)
})

it('ends five minutes after it was made, and not before', async () => {
  const { url, token } = await makeTicket()
  const made = await readTicket(token)
  expect((made?.expiresAt.getTime() ?? 0) - (made?.createdAt.getTime() ?? 0)).toBe(5 * 60_000)
  const endAt = (sql: string) =>
    app.pool.query(`UPDATE download_ticket SET expires_at = ${sql} WHERE token_hash = $1`, [hashToken(token)])
  await endAt("now() + interval '10 seconds'")
  expect(await statusOf(url, { method: 'HEAD' })).toBe(200)
  await endAt('now()')
  await expectDead(url)
  // Making another ticket does not delete this one: a later try of it is still recorded.
  await makeTicket()
  const before = (await audit('export.download_denied')).length
  await expectDead(url)
  expect((await audit('export.download_denied')).length).toBe(before + 2)
})

it.each(['x', 'A'.repeat(43), '%00', '..%2f..', "' OR true--"])(
  'that never was, such as %j, is the same 404',
  (token) => expectDead(`${app.url}/downloads/${encodeURIComponent(token)}`),
)

describe('ends with', () => {
  it('its session', async () => {
    const { url } = await makeTicket()
    await owner.request(LogOutDocument)
    await expectDead(url)
  })

  const give = (sensitiveDataAccess: boolean) =>
    app.db.teamMember.update({ where: { email: ownerEmail }, data: { sensitiveDataAccess } })

  it("its owner's access", async () => {
    const { url } = await makeTicket()
    await give(false)
    await expectDead(url)
    await give(true)
  })

  it.each(['CANCELED', 'EXPIRED', 'REVOKED'] as const)('its export, when that is %s', async (status) => {
    const { url } = await makeTicket()
    const where = { id: asked.databaseId }
    const { storageKey, fileKey } = await app.db.export.findUniqueOrThrow({ where })
    await app.db.export.update({ where, data: { status, storageKey: null, fileKey: null } })
    await expectDead(url)
    const data = { status: 'COMPLETED', storageKey, fileKey } as const
    await app.db.export.update({ where, data })
  })

  const member = { sql: 'SELECT 1 FROM team_member WHERE id = $1 FOR UPDATE', id: memberId(ownerEmail) }

  it('access that is lost between the look and the first byte', async () => {
    const { url, token } = await makeTicket()
    const loss = 'UPDATE team_member SET sensitive_data_access = false WHERE id = $1'
    const answer = await inBetween(app, member, () => get(url), loss)
    await give(true)
    expect([answer.status, answer.body.trim()]).toEqual([404, notFound])
    expect([(await readRow()).downloadCount, (await readTicket(token))?.usedAt]).toEqual([0, null])
  })

  it('a session that ends between the look and the first byte', async () => {
    const { url } = await makeTicket()
    const answer = await inBetween(
      app,
      member,
      () => get(url),
      'DELETE FROM session WHERE team_member_id = $1',
    )
    expect([answer.status, answer.body.trim()]).toEqual([404, notFound])
    expect((await readRow()).downloadCount).toBe(0)
  })

  it('access that is lost while it is made: there is none', async () => {
    const loss = 'UPDATE team_member SET sensitive_data_access = false WHERE id = $1'
    const before = await app.db.downloadTicket.count()
    const answer = await inBetween(app, member, () => ask(owner), loss)
    await give(true)
    expect(answer).toMatchObject({ code: 'SENSITIVE_DATA_ACCESS_REQUIRED' })
    expect(await app.db.downloadTicket.count()).toBe(before)
  })
})

it("is not made for another's export, as for one that never was; the tries are noted, ten at most", async () => {
  const colleague = await app.signIn('finance@summitridge.example')
  const before = [await app.db.downloadTicket.count(), await readRow()]
  const [theirs, none] = [await ask(colleague), await ask(colleague, globalId('Export', absent))]
  expect(theirs).toMatchObject({ __typename: 'NotFoundError' })
  expect(theirs).toEqual(none)
  for (let tries = 0; tries < 15; tries++) await ask(colleague)
  expect([await app.db.downloadTicket.count(), await readRow()]).toEqual(before)
  const noted = await app.db.auditEvent.count({
    where: { action: 'export.download_denied', actorId: memberId('finance@summitridge.example') },
  })
  expect(noted).toBe(10)
  expect(
    await app.db.auditEvent.count({
      where: { action: 'export.downloaded', actorId: memberId('finance@summitridge.example') },
    }),
  ).toBe(0)
})

it('is made sixty times an hour at most', async () => {
  const answers = await Promise.all(Array.from({ length: 65 }, () => ask(owner)))
  const made = answers.filter(({ __typename }) => __typename === 'CreateDownloadTicketSuccess')
  expect(made.length).toBe(60)
  expect(answers.find(({ __typename }) => __typename === 'RateLimitedError')).toMatchObject({
    retryAfterSeconds: expect.any(Number),
  })
})

it('leaves its token in no log, no table and no audit', async () => {
  const { url, token } = await makeTicket()
  await get(url)
  await get(url)
  const { rows } = await app.pool.query<{ text: string }>(
    `SELECT coalesce(string_agg(t::text, ' '), '') || (SELECT string_agg(a::text, ' ') FROM audit_event a) AS text FROM download_ticket t`,
  )
  expect(rows[0]?.text).toContain(hashToken(token).toString('hex'))
  expect(
    rows[0]?.text.includes(token) || rows[0]?.text.includes(Buffer.from(token, 'base64url').toString('hex')),
  ).toBe(false)
  expect(app.logs.join('').includes(token)).toBe(false)
})
