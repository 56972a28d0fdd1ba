// "This was not me": following the mail's link does nothing, the POST of its page's button ends everything.
// test/browser/not-me.test.ts presses that button.

import { beforeAll, beforeEach, expect, it } from 'vitest'
import { createClient } from '../support/client.ts'
import { NotMeBellDocument, StillSignedInDocument } from '../support/gql/graphql.ts'
import {
  demoMember,
  finance,
  owner,
  signInWithCode,
  startChallenge,
  turnMfaOn,
  verify,
} from '../support/sign-in-steps.ts'
import { useApp } from '../support/use-app.ts'

const app = useApp()
beforeAll(() => turnMfaOn(app))
beforeEach(async () => {
  await app.db.rateLimit.deleteMany()
})

/** Begins a sign-in, and finds its code and the link in its mail. */
async function beginSignIn(email: string) {
  const challenge = await startChallenge(app, email)
  const [, token = ''] = /\nThis was not me: http:\S+\/not-me#([\w-]{43})\n/.exec(challenge.mail.text) ?? []
  return { ...challenge, token }
}

/** Signs in and is remembered, leaving a live session and a trusted device. */
async function signIn(email: string) {
  const { sessionToken } = await signInWithCode(app, email, { rememberMe: true })
  return createClient(app.url, sessionToken ?? '')
}

const post = (body: unknown, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  fetch(`${app.url}/not-me`, {
    method: 'POST',
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

/** Everything that disowning could change. */
const state = async () => ({
  sessions: await app.db.session.count(),
  devices: await app.db.trustedDevice.count(),
  open: await app.db.challenge.count({ where: { consumedAt: null } }),
  usedLinks: await app.db.mailedLink.count({ where: { usedAt: { not: null } } }),
  events: await app.db.auditEvent.count(),
})

const usedUp = {
  error: {
    code: 'INVALID_TOKEN',
    message:
      'This link was already used or has expired. If you see sign-ins that are not yours, choose a new password with “Forgot password”. This signs out every device.',
  },
}

it('does nothing for whoever only follows the link', async () => {
  await signIn(owner)
  const { mail, token } = await beginSignIn(owner)
  expect(mail.html).toContain(`/not-me#${token}"`)
  const before = await state()
  // A mail scanner: follows the link, with its fragment or, wrongly, with the token where servers see it.
  for (const method of ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']) {
    for (const path of [`/not-me#${token}`, `/not-me?token=${token}`, `/not-me?${token}`]) {
      const response = await fetch(`${app.url}${path}`, { method })
      const reads = method === 'GET' || method === 'HEAD'
      expect([method, path, response.status]).toEqual([method, path, reads ? 200 : 405])
      expect(response.headers.get('referrer-policy')).toBe('no-referrer')
      if (!reads) expect(response.headers.get('allow')).toBe('GET, HEAD, POST')
      if (method === 'HEAD') expect(await response.text()).toBe('')
    }
  }
  expect(await state()).toEqual(before)
})

it('ends the sign-in, the sessions and the devices, and offers a new password', async () => {
  const sessions = [await signIn(owner), await signIn(owner)]
  const colleague = await signIn(finance)
  const { challengeToken, code, token } = await beginSignIn(owner)
  const bell = await sessions[0]?.subscribe(NotMeBellDocument)
  const ended = expect(bell?.next()).rejects.toThrow('The socket was closed: 4401')
  const events = await app.db.auditEvent.count()

  const response = await post({ token })
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({ passwordResetSent: true })
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(response.headers.get('referrer-policy')).toBe('no-referrer')

  await ended
  await bell?.stop()
  for (const session of sessions) expect((await session.request(StillSignedInDocument)).viewer).toBe(null)
  expect((await colleague.request(StillSignedInDocument)).viewer).not.toBe(null)
  const { id, accountId } = demoMember(owner)
  expect(await app.db.session.count({ where: { teamMemberId: id } })).toBe(0)
  expect(await app.db.trustedDevice.count({ where: { teamMemberId: id } })).toBe(0)
  expect((await verify(app.anonymous, challengeToken, code)).__typename).toBe('ChallengeExpiredError')
  expect(await app.db.session.count({ where: { teamMemberId: id } })).toBe(0)
  const [event, ...others] = await app.db.auditEvent.findMany({
    orderBy: { id: 'asc' },
    skip: events,
    omit: { id: true, at: true },
  })
  expect(event).toEqual({
    action: 'challenge.disowned',
    accountId,
    actorId: null,
    subjectType: 'team_member',
    subjectId: id,
    ipAddress: '127.0.0.1',
    userAgent: 'node',
    details: {},
  })
  expect(others).toEqual([])
  const resetMail = async () =>
    (await app.mailsTo(owner)).find(({ subject }) => subject === 'Choose a new password for Vestibule')
  await expect.poll(async () => (await resetMail())?.text).toMatch(/http:\S+\/reset-password#[\w-]{43}\n/)
})

it('takes a link once, even when it is sent twice at the same moment', async () => {
  await signIn(owner)
  const { token } = await beginSignIn(owner)
  const statuses = await Promise.all(Array.from({ length: 5 }, async () => (await post({ token })).status))
  expect(statuses.sort()).toEqual([200, 410, 410, 410, 410])
  const before = await state()
  const again = await post({ token })
  expect(again.status).toBe(410)
  expect(await again.json()).toEqual(usedUp)
  expect(await state()).toEqual(before)
})

it('takes no link that is too old, was never made, or is for something else', async () => {
  await signIn(owner)
  const { token: old } = await beginSignIn(owner)
  const { rowCount } = await app.pool.query(
    `UPDATE mailed_link SET expires_at = now() - interval '1 second' WHERE token_hash = sha256($1::bytea)`,
    [old],
  )
  expect(rowCount).toBe(1)
  const [reset = ''] = (await app.mailsTo(owner)).flatMap(
    ({ text }) => /\/reset-password#([\w-]{43})/.exec(text)?.[1] ?? [],
  )
  expect(reset).toHaveLength(43)
  const before = await state()
  for (const token of [old, reset, 'A'.repeat(43), 'x', "' OR 1=1 --", '\0']) {
    const response = await post({ token })
    expect([token, response.status]).toEqual([token, 410])
    expect(await response.json()).toEqual(usedUp)
  }
  expect(await state()).toEqual(before)
})

it('takes JSON alone, of the one shape', async () => {
  const { token } = await beginSignIn(owner)
  const before = await state()
  const text = JSON.stringify({ token })
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', '']) {
    const response = await post(text, { 'content-type': type })
    expect([type, response.status]).toEqual([type, 415])
  }
  for (const body of ['', '{', 'null', '[]', '{}', '{"token":""}', '{"token":1}', `["${token}"]`]) {
    const response = await post(body)
    expect([body, response.status]).toEqual([body, 400])
  }
  const long = await post({ token, more: 'x'.repeat(100_000) })
  expect(long.status).toBe(413)
  expect(await long.json()).toEqual({
    error: { code: 'PAYLOAD_TOO_LARGE', message: 'The body is too long to be a token.' },
  })
  expect(await state()).toEqual(before)
  expect((await post({ token }, { 'content-type': 'Application/JSON; charset=utf-8' })).status).toBe(200)
})

it('mails nothing to somebody who is deactivated, and ends what they have', async () => {
  await signIn(finance)
  const { token } = await beginSignIn(finance)
  await app.db.teamMember.update({ where: { email: finance }, data: { status: 'DEACTIVATED' } })
  const response = await post({ token })
  expect(await response.json()).toEqual({ passwordResetSent: false })
  expect(await app.db.session.count({ where: { teamMemberId: demoMember(finance).id } })).toBe(0)
  const links = { purpose: 'PASSWORD_RESET' as const, teamMemberId: demoMember(finance).id }
  expect(await app.db.mailedLink.count({ where: links })).toBe(0)
  await app.db.teamMember.update({ where: { email: finance }, data: { status: 'ACTIVE' } })
})

it('mails no way in to an address that came after the notice: it may be that of whoever it was', async () => {
  await signIn(finance)
  const { token } = await beginSignIn(finance)
  const thief = 'thief@elsewhere.example'
  await app.db.teamMember.update({ where: { email: finance }, data: { email: thief } })
  const response = await post({ token })
  expect(await response.json()).toEqual({ passwordResetSent: false })
  const { id: teamMemberId } = demoMember(finance)
  expect(await app.db.session.count({ where: { teamMemberId } })).toBe(0)
  expect(await app.db.trustedDevice.count({ where: { teamMemberId } })).toBe(0)
  expect(await app.db.mailedLink.count({ where: { teamMemberId, purpose: 'PASSWORD_RESET' } })).toBe(0)
  expect(await app.mailsTo(thief)).toEqual([])
  await app.db.teamMember.update({ where: { email: thief }, data: { email: finance } })
})
