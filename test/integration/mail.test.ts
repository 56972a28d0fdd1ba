// Sending mail: what is tried again, when it is given up, and what is logged of it.
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import type { SMTPServerOptions } from 'smtp-server'
import { describe, expect, it, vi } from 'vitest'
import { testMail as mail, mailedCode, minute, useMailers } from '../support/mailers.ts'

const { lines, startMailer, startSmtp, stopLater } = useMailers()

const answer = (responseCode: number): Error =>
  Object.assign(new Error(`<${mail.to}> is not taken now, code ${mailedCode}`), { responseCode })

/** Refuses the recipient (or the sender, by `hook`) so many times, and then accepts. */
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
    const server = createServer((socket) => void socket.on('error', () => {})).listen(0, '127.0.0.1')
    await once(server, 'listening')
    stopLater(() => server.close())
    const smtpUrl = `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`
    const start = performance.now()
    expect(await startMailer(smtpUrl, { retryDelaysMs: [60_000] }).send(mail, { validForSeconds: 0.2 })).toBe(
      'gave-up',
    )
    expect(performance.now() - start).toBeLessThan(2_000)
    expect(lines).toEqual([givenUp(1, 'ETIMEDOUT', null)])
  })

  it('gives up on a server that trickles, since the deadline is of the whole attempt', async () => {
    const trickle = createServer((socket) => {
      const timer = setInterval(() => socket.write('220-wait\r\n'), 10)
      socket.on('error', () => {}).on('close', () => clearInterval(timer))
    }).listen(0, '127.0.0.1')
    await once(trickle, 'listening')
    stopLater(() => trickle.close())
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
    // The last attempt may have been cut off by the deadline, so its error is not always the server's.
    expect(lines.at(-2)).toMatchObject({
      level: 50,
      attempt: lines.filter(({ level }) => level === 40).length + 1,
    })
    expect(lines.at(-1)).toEqual(givenUp(0, 'unknown', null))
  })

  it('never rejects: nothing listens, nothing is an address', async () => {
    const server = createServer().listen(0, '127.0.0.1')
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
      mailedCode,
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
    stopLater(() => warn.mockRestore())
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
    // Each is logged: those that waited, the one under way, and the one that came after the end.
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
