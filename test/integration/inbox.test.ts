// The inbox for development: it keeps what the mailer sends, and shows it without running anything in it.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Inbox, startInbox } from '../../src/dev/inbox.ts'
import type { Mailer } from '../../src/platform/mail/mail.ts'
import { testMail as mail, mailedCode, minute, useMailers } from '../support/mailers.ts'

const { lines, startMailer, stopLater } = useMailers()

describe('the inbox', () => {
  let inbox: Inbox
  let mailer: Mailer
  let origin: string

  beforeEach(async () => {
    inbox = await startInbox()
    stopLater(() => inbox.stop())
    mailer = startMailer(inbox.smtpUrl)
    origin = await startHttp(inbox)
  })

  async function startHttp(target: Inbox): Promise<string> {
    const server = createServer((req, res) => {
      if (!target.handle(req, res, new URL(req.url ?? '/', 'http://localhost'))) res.writeHead(418).end()
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    stopLater(
      () => server.closeAllConnections(),
      () => server.close(),
    )
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  const messagesTo = async (query: string) => (await fetch(`${origin}/inbox/messages.json${query}`)).json()

  it('takes what the mailer sends and gives it back as JSON, newest first', async () => {
    const before = Date.now()
    expect(await mailer.send(mail, minute)).toBe('sent')
    expect(await mailer.send({ ...mail, to: 'Lee@fund.example', subject: 'Grüße ✓' }, minute)).toBe('sent')
    const [second, first] = await messagesTo('')
    expect(first).toEqual({ ...mail, receivedAt: expect.any(String) })
    expect(second).toEqual({
      ...mail,
      to: 'Lee@fund.example',
      subject: 'Grüße ✓',
      receivedAt: expect.any(String),
    })
    expect(new Date(first.receivedAt).toISOString()).toBe(first.receivedAt)
    expect(Date.parse(first.receivedAt)).toBeGreaterThanOrEqual(before)
    expect(lines).toEqual([])
  })

  it('finds the messages of one address, whatever the case', async () => {
    await mailer.send(mail, minute)
    await mailer.send({ ...mail, to: 'Lee+1@Fund.example' }, minute)
    const addresses = async (query: string) => (await messagesTo(query)).map(({ to }: { to: string }) => to)
    expect(await addresses('?to=LEE%2B1@fund.example')).toEqual(['Lee+1@fund.example'])
    expect(await addresses('?to=DANA.reyes@fund.example')).toEqual([mail.to])
    expect(await addresses('?to=fund.example')).toEqual([])
  })

  it('keeps the newest 500', async () => {
    await Promise.all(
      Array.from({ length: 501 }, (_, n) => mailer.send({ ...mail, html: '', text: `${n}` }, minute)),
    )
    await mailer.send({ ...mail, subject: 'the last' }, minute)
    const messages = await messagesTo('')
    expect(messages).toHaveLength(500)
    expect(messages[0].subject).toBe('the last')
  })

  it('refuses a mail of more than 1 MiB', async () => {
    expect(await mailer.send({ ...mail, text: 'x'.repeat(1024 * 1024) }, minute)).toBe('refused')
    expect(await messagesTo('')).toEqual([])
  })

  it('lists the messages on a page that reloads itself and runs nothing', async () => {
    await mailer.send({ ...mail, subject: '<b>bold</b>' }, minute)
    const response = await fetch(`${origin}/inbox`)
    const html = await response.text()
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-src 'self'; frame-ancestors 'none'",
    )
    expect(html).toContain('<meta http-equiv="refresh" content="5">')
    expect(html).toContain(
      '<a href="/inbox/messages/1">\n<span class="subject">&lt;b&gt;bold&lt;/b&gt;</span>',
    )
    expect(html).toContain('<p class="quiet">1 message, newest first.')
    expect(html).not.toMatch(/<script|https?:|<b>/)
  })

  it('shows a message in a frame that can do nothing', async () => {
    await mailer.send(mail, minute)
    const page = await (await fetch(`${origin}/inbox/messages/1`)).text()
    expect(page).toContain(
      '<iframe src="/inbox/messages/1/html" title="The message" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>',
    )
    expect(page).toContain(`    ${mailedCode}\n`)
    expect(page).not.toContain('http-equiv')
    const framed = await fetch(`${origin}/inbox/messages/1/html`)
    expect(framed.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox",
    )
    expect(await framed.text()).toBe(mail.html.replace('<head>', '<head><base target="_blank">'))
  })

  it.each([
    ['GET', '/inbox', 200],
    ['HEAD', '/inbox/', 200],
    ['GET', '/inbox/messages.json', 200],
    ['GET', '/inbox/messages/7', 404],
    ['GET', '/inbox/messages/7/html', 404],
    ['GET', '/inbox/other', 404],
    ['POST', '/inbox', 405],
    ['DELETE', '/inbox/messages.json', 405],
    ['GET', '/inboxes', 418],
    ['GET', '/', 418],
  ])('answers %s %s with %i', async (method, path, status) => {
    const response = await fetch(origin + path, { method })
    expect(response.status).toBe(status)
    if (status === 418) return
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('allow')).toBe(status === 405 ? 'GET, HEAD' : null)
    if (status === 404) expect(await response.text()).toBe('There is nothing here.\n')
    if (status === 405) expect(await response.text()).toBe('This address supports only GET and HEAD.\n')
    if (method === 'HEAD') expect(await response.text()).toBe('')
  })

  it('stops at once, though a client stays connected', async () => {
    await mailer.send(mail, minute)
    const start = performance.now()
    await inbox.stop()
    expect(performance.now() - start).toBeLessThan(1_000)
  })
})
