// The mailer, and servers that take or refuse what it sends. A file calls `useMailers()`, which stops after each test
// what the test started.
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, beforeEach } from 'vitest'
import { renderCodeMail } from '../../src/auth/factors/email-code/code-mail.ts'
import { createMailer, type Mailer, type MailerOptions } from '../../src/platform/mail/mail.ts'

/** The code in `testMail`. */
export const mailedCode = '493817'

export const testMail = {
  to: 'dana.reyes@fund.example',
  ...renderCodeMail({
    code: mailedCode,
    validForMinutes: 10,
    userAgent: 'Firefox',
    ipAddress: '203.0.113.7',
    notMeUrl: 'https://portal.vestibule.example/not-me#f4k3-token',
  }),
}

/** Enough time to send a mail. */
export const minute = { validForSeconds: 60 }

export function useMailers() {
  /** What a test started, stopped in reverse order. */
  const running: (() => unknown)[] = []
  /** The lines that were logged, without the time. */
  const lines: Record<string, unknown>[] = []
  beforeEach(() => {
    lines.length = 0
  })
  afterEach(async () => {
    for (const stop of running.splice(0).reverse()) await stop()
  })
  const stopLater = (...stops: (() => unknown)[]) => void running.push(...stops)

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
    stopLater(() => mailer.close())
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
    stopLater(() => new Promise<void>((resolve) => server.close(resolve)))
    return { smtpUrl: `smtp://127.0.0.1:${(listening.address() as AddressInfo).port}`, received }
  }

  return { lines, stopLater, startMailer, startSmtp }
}
