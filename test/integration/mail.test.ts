import { once } from 'node:events'
import { createServer as createHttpServer, type Server } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { renderCodeMail } from '../../src/auth/factors/email-code/code-mail.ts'
import { type Inbox, startInbox } from '../../src/dev/inbox.ts'
import { createMailer, type Mailer, type MailerOptions } from '../../src/platform/mail/mail.ts'

const code = '493817'
const notMeUrl = 'https://portal.vestibule.example/not-me#f4k3-token'
const body = renderCodeMail({
  code,
  validForMinutes: 10,
  userAgent: 'Firefox',
  ipAddress: '203.0.113.7',
  notMeUrl,
})
const mail = { to: 'dana.reyes@fund.example', ...body }
const minute = { validForSeconds: 60 }

/** What a test started, stopped in reverse order. */
const running: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of running.splice(0).reverse()) await stop()
})

/** The lines that were logged, without the time. */
let lines: Record<string, unknown>[] = []
beforeEach(() => {
  lines = []
})

function startMailer(smtpUrl: string, options: Partial<MailerOptions> = {}): Mailer {
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)))
      done()
    },
  })
  const log = pino({ level: 'trace', base: null, timestamp: false }, sink)
  const from = 'Portal <portal@vestibule.example>'
  const mailer = createMailer({ smtpUrl, from, log, retryDelaysMs: [1], ...options })
  running.push(() => mailer.close())
  return mailer
}

async function startSmtp(options: SMTPServerOptions): Promise<{ smtpUrl: string; received: string[] }> {
  const received: string[] = []
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 1,
    onData: async (stream, _session, callback) => {
      received.push(Buffer.concat(await stream.toArray()).toString())
      callback()
    },
    ...options,
  })
  server.on('error', () => {})
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  running.push(() => new Promise<void>((resolve) => server.close(resolve)))
  return { smtpUrl: `smtp://127.0.0.1:${(listening.address() as AddressInfo).port}`, received }
}

const answer = (responseCode: number): Error =>
  Object.assign(new Error(`<${mail.to}> is not taken now, code ${code}`), { responseCode })

/** Refuses the recipient, or what else is named, as many times as asked, then accepts. */
const refusing = (
  responseCode: number,
  times: number,
  hook: 'onRcptTo' | 'onMailFrom' = 'onRcptTo',
): SMTPServerOptions => {
  let left = times
  return {
    [hook]: (_1: unknown, _2: unknown, callback: (error: Error | null) => void) =>
      callback(left-- > 0 ? answer(responseCode) : null),
  }
}

const warning = (attempt: number, errorCode: string, smtpStatus: number | null) => ({
  level: 40,
  attempt,
  errorCode,
  smtpStatus,
  msg: 'an email was not sent; trying again',
})

const givenUp = (attempt: number, errorCode: string, smtpStatus: number | null) => ({
  ...warning(attempt, errorCode, smtpStatus),
  level: 50,
  msg: 'an email was not sent; giving up',
})

describe('the mailer', () => {
  it('tries again after a temporary refusal, with the same Message-ID', async () => {
    const ids: (string | undefined)[] = []
    let left = 2
    const { smtpUrl } = await startSmtp({
      onData: async (stream, _session, callback) => {
        const text = Buffer.concat(await stream.toArray()).toString()
        ids.push(/^Message-ID: (<[\w-]+@vestibule\.example>)\r$/m.exec(text)?.[1])
        callback(left-- > 0 ? answer(450) : null)
      },
    })
    expect(await startMailer(smtpUrl).send(mail, minute)).toBe('sent')
    expect(lines).toEqual([warning(1, 'EMESSAGE', 450), warning(2, 'EMESSAGE', 450)])
    expect(ids).toEqual([expect.any(String), ids[0], ids[0]])
  })

  it('names a mail as it is told to, so that a copy can be known as one', async () => {
    const { smtpUrl, received } = await startSmtp({})
    const mailer = startMailer(smtpUrl)
    for (const copy of [1, 2])
      expect([copy, await mailer.send(mail, { ...minute, id: 'one' })]).toEqual([copy, 'sent'])
    for (const text of received) expect(text).toMatch(/^Message-ID: <one@vestibule\.example>\r$/m)
    expect(received).toHaveLength(2)
  })

  it('delivers once to a server that answers 450 twice', async () => {
    const { smtpUrl, received } = await startSmtp(refusing(450, 2))
    expect(await startMailer(smtpUrl).send(mail, minute)).toBe('sent')
    expect(received).toHaveLength(1)
    expect(received[0]).toMatch(/^Auto-Submitted: auto-generated\r$/m)
    expect(lines).toEqual([warning(1, 'EENVELOPE', 450), warning(2, 'EENVELOPE', 450)])
  })

  it('does not try again when the recipient is refused for good', async () => {
    const { smtpUrl, received } = await startSmtp(refusing(550, 1))
    const mailer = startMailer(smtpUrl)
    expect(await mailer.send(mail, minute)).toBe('refused')
    expect(received).toEqual([])
    expect(lines).toEqual([givenUp(1, 'EENVELOPE', 550)])
    expect(await mailer.send(mail, minute)).toBe('sent')
  })

  it('ends an attempt that gets no answer, and sends with the next', async () => {
    let connections = 0
    const { smtpUrl, received } = await startSmtp({
      onConnect: (_session, callback) => void (++connections > 1 && callback()),
    })
    expect(await startMailer(smtpUrl, { attemptTimeoutMs: 1_000 }).send(mail, minute)).toBe('sent')
    expect(connections).toBe(2)
    expect(received).toHaveLength(1)
    expect(lines).toEqual([warning(1, 'ETIMEDOUT', null)])
  })

  it('gives up on a server that never answers when the validity has run out', async () => {
    const server = createTcpServer((socket) => void socket.on('error', () => {})).listen(0, '127.0.0.1')
    await once(server, 'listening')
    running.push(() => server.close())
    const smtpUrl = `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`
    const start = performance.now()
    expect(await startMailer(smtpUrl, { retryDelaysMs: [60_000] }).send(mail, { validForSeconds: 0.2 })).toBe(
      'gave-up',
    )
    expect(performance.now() - start).toBeLessThan(2_000)
    expect(lines).toEqual([givenUp(1, 'ETIMEDOUT', null)])
  })

  it('gives up on a server that trickles, since the deadline is of the whole attempt', async () => {
    const trickle = createTcpServer((socket) => {
      const timer = setInterval(() => socket.write('220-wait\r\n'), 10)
      socket.on('error', () => {}).on('close', () => clearInterval(timer))
    }).listen(0, '127.0.0.1')
    await once(trickle, 'listening')
    running.push(() => trickle.close())
    const smtpUrl = `smtp://127.0.0.1:${(trickle.address() as AddressInfo).port}`
    const mailer = startMailer(smtpUrl, { attemptTimeoutMs: 100, retryDelaysMs: [60_000] })
    expect(await mailer.send(mail, { validForSeconds: 30 })).toBe('gave-up')
    expect(lines).toEqual([givenUp(1, 'ETIMEDOUT', null)])
  })

  it('never delivers after the validity, though the server wakes up in the middle of the mail', async () => {
    const reached = Promise.withResolvers<void>()
    const wake = Promise.withResolvers<void>()
    const closed = Promise.withResolvers<void>()
    const { smtpUrl, received } = await startSmtp({
      onRcptTo: (_address, _session, callback) => {
        reached.resolve()
        void wake.promise.then(() => callback())
      },
      onClose: () => closed.resolve(),
    })
    const mailer = startMailer(smtpUrl)
    const sending = mailer.send(mail, { validForSeconds: 1 })
    await reached.promise
    expect(await sending).toBe('gave-up')
    await closed.promise
    wake.resolve()
    expect(await mailer.send({ ...mail, subject: 'the next' }, minute)).toBe('sent')
    expect(received.map((text) => /^Subject: (.*)\r$/m.exec(text)?.[1])).toEqual(['the next'])
    expect(lines).toEqual([givenUp(1, 'ETIMEDOUT', null)])
  })

  it('never delivers after the validity, though the server accepts by then', async () => {
    let refuse = true
    const { smtpUrl, received } = await startSmtp({
      onRcptTo: (_address, _session, callback) => callback(refuse ? answer(450) : null),
    })
    const mailer = startMailer(smtpUrl, { retryDelaysMs: [20] })
    expect(await mailer.send(mail, { validForSeconds: 0.5 })).toBe('gave-up')
    refuse = false
    expect(await mailer.send(mail, { validForSeconds: 0 })).toBe('gave-up')
    expect(await mailer.send({ ...mail, subject: 'the next' }, minute)).toBe('sent')
    expect(received.map((text) => /^Subject: (.*)\r$/m.exec(text)?.[1])).toEqual(['the next'])
    // The last attempt may have been cut short, so its codes are not always the server's.
    expect(lines.at(-2)).toMatchObject({
      level: 50,
      attempt: lines.filter(({ level }) => level === 40).length + 1,
    })
    expect(lines.at(-1)).toEqual(givenUp(0, 'unknown', null))
  })

  it('never rejects: nothing listens, nothing is an address', async () => {
    const server = createTcpServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    const mailer = startMailer(`smtp://127.0.0.1:${port}`, { retryDelaysMs: [60_000] })
    expect(await mailer.send(mail, { validForSeconds: 5 })).toBe('gave-up')
    expect(lines).toEqual([givenUp(1, 'ECONNREFUSED', null)])
    expect(await mailer.send({ ...mail, to: '' }, { validForSeconds: 5 })).toBe('gave-up')
  })

  it('sends to one recipient, whatever the address looks like', async () => {
    const { smtpUrl, received } = await startSmtp({})
    const to = 'a@fund.example, b@fund.example'
    expect(await startMailer(smtpUrl, { retryDelaysMs: [60_000] }).send({ ...mail, to }, minute)).toBe(
      'refused',
    )
    expect(received).toEqual([])
  })

  it('logs no address, subject, code or answer of the server', async () => {
    const { smtpUrl } = await startSmtp({
      ...refusing(450, 1),
      ...refusing(421, 1, 'onMailFrom'),
    })
    const mailer = startMailer(smtpUrl)
    await mailer.send(mail, minute)
    const refused = await startSmtp(refusing(550, 1))
    await startMailer(refused.smtpUrl).send(mail, minute)
    expect(lines.map((line) => line.smtpStatus)).toEqual([421, 450, 550])
    const text = JSON.stringify(lines)
    for (const secret of [
      code,
      mail.subject,
      'dana',
      'fund.example',
      'portal@',
      'not taken',
      '203.0.113.7',
      'f4k3-token',
    ]) {
      expect(text).not.toContain(secret)
    }
  })

  it('closes at once: pending retries and attempts under way are abandoned', async () => {
    const warn = vi.spyOn(process, 'emitWarning')
    running.push(() => warn.mockRestore())
    const reached = Promise.withResolvers<void>()
    const hanging = await startSmtp({ onRcptTo: () => reached.resolve() })
    const refused = await startSmtp(refusing(450, 100))
    const first = startMailer(hanging.smtpUrl)
    const second = startMailer(refused.smtpUrl, { retryDelaysMs: [60_000] })
    const sends = [first, ...Array.from({ length: 20 }, () => second)].map((mailer) =>
      mailer.send(mail, { validForSeconds: 600 }),
    )
    await reached.promise
    await vi.waitFor(() => expect(lines).toHaveLength(20))
    const start = performance.now()
    await Promise.all([first.close(), second.close()])
    expect(performance.now() - start).toBeLessThan(1_000)
    expect(new Set(await Promise.all(sends))).toEqual(new Set(['gave-up']))
    expect(await first.send(mail, minute)).toBe('gave-up')
    // Each says so: those that waited, the one under way, and the one that came too late.
    const abandoned = lines.slice(20)
    expect(abandoned).toHaveLength(22)
    expect(abandoned.filter(({ errorCode }) => errorCode === 'ECONNECTION')).toEqual([
      givenUp(1, 'ECONNECTION', null),
    ])
    expect(abandoned.filter(({ smtpStatus }) => smtpStatus === 450)).toHaveLength(20)
    expect(abandoned.at(-1)).toEqual(givenUp(0, 'unknown', null))
    expect(warn).not.toHaveBeenCalled()
  })
})

describe('the inbox', () => {
  let inbox: Inbox
  let mailer: Mailer
  let origin: string

  beforeEach(async () => {
    inbox = await startInbox()
    running.push(() => inbox.stop())
    mailer = startMailer(inbox.smtpUrl)
    origin = await startHttp(inbox)
  })

  async function startHttp(target: Inbox): Promise<string> {
    const server: Server = createHttpServer((req, res) => {
      if (!target.handle(req, res, new URL(req.url ?? '/', 'http://localhost'))) res.writeHead(418).end()
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    running.push(
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
    expect(page).toContain(`    ${code}\n`)
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
    if (status === 405) expect(await response.text()).toBe('Only GET and HEAD.\n')
    if (method === 'HEAD') expect(await response.text()).toBe('')
  })

  it('stops at once, though a client stays connected', async () => {
    await mailer.send(mail, minute)
    const start = performance.now()
    await inbox.stop()
    expect(performance.now() - start).toBeLessThan(1_000)
  })
})
