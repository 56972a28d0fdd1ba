// Emails over SMTP. A request does not wait for its email: the mail server must not slow down a sign-in, and the time of
// an answer must not reveal whether an address is known. Failed emails are retried in the background while their content
// is valid: an expired code is never delivered.
import { setTimeout as sleep } from 'node:timers/promises'
import { createTransport, type NodemailerError } from 'nodemailer'
import { createUuid } from '../database/uuid.ts'
import type { Log } from '../log.ts'

export type Mail = { to: string; subject: string; text: string; html: string }

/**
 * 'refused': the server refused this email for good. 'gave-up': its validity ended or `close` was called; sending it
 * again may succeed.
 */
export type SendOutcome = 'sent' | 'refused' | 'gave-up'

export type Mailer = {
  /**
   * Sends an email, and retries until `validForSeconds` have passed. Never rejects, so it need not be awaited.
   * @param options.id identifies the email in its Message-ID, for a sender that may send it twice. Default: random.
   */
  send(mail: Mail, options: { validForSeconds: number; id?: string }): Promise<SendOutcome>
  /** Abandons unsent emails and closes the connections at once. */
  close(): Promise<void>
}

export type MailerOptions = {
  smtpUrl: string
  /** The sender, such as `Portal <portal@example.com>`. */
  from: string
  log: Log
  /** The waits between attempts, before jitter. The last one repeats. */
  retryDelaysMs?: readonly number[]
  /** How long one attempt may take, from queueing the email to the server's last answer. */
  attemptTimeoutMs?: number
}

type Message = Mail & { messageId: string }
type Outbox = MailerOptions & { transport: ReturnType<typeof openPool>; closing: AbortSignal }

const defaultRetryDelaysMs = [1_000, 2_000, 5_000, 10_000, 30_000]

/** Makes the process's mailer. It connects at the first email. */
export function createMailer(options: MailerOptions): Mailer {
  const closing = new AbortController()
  const outbox = { ...options, transport: openPool(options), closing: closing.signal }
  const pending = new Set<Promise<SendOutcome>>()

  return {
    send(mail, { validForSeconds, id = createUuid() }) {
      const message = { ...mail, messageId: createMessageId(options.from, id) }
      const delivery = deliver(outbox, message, performance.now() + validForSeconds * 1000)
      pending.add(delivery)
      return delivery.finally(() => pending.delete(delivery))
    },
    async close() {
      closing.abort()
      outbox.transport.close({ force: true })
      await Promise.all(pending)
    },
  }
}

function openPool({ smtpUrl, from }: MailerOptions) {
  return createTransport(
    {
      url: smtpUrl,
      pool: true,
      // An abandoned attempt must not reach a slow server after the email is no longer valid.
      socketCloseTimeout: 0,
      // An idle connection may be dead, so one retry follows immediately. Later retries follow `retryDelaysMs`.
      maxRequeues: 1,
      // These two only close idle connections: attempts have their own deadline.
      idleTimeout: 30_000,
      socketTimeout: 60_000,
    },
    // RFC 3834: keeps out-of-office replies from answering.
    { from, headers: { 'Auto-Submitted': 'auto-generated' } },
  )
}

/** The same id for all attempts, so that a receiver recognizes a second copy if the server's answer was lost. */
function createMessageId(from: string, id: string): string {
  const domain = /@([^\s<>]+)>?\s*$/.exec(from)?.[1] ?? 'localhost'
  return `<${id}@${domain}>`
}

async function deliver(outbox: Outbox, message: Message, validUntil: number): Promise<SendOutcome> {
  let error: NodemailerError | null = null
  let attempt = 0
  while (!outbox.closing.aborted && performance.now() < validUntil) {
    attempt++
    error = await attemptToSend(outbox, message, validUntil - performance.now())
    if (error === null) return 'sent'
    const delayMs = retryDelayMs(outbox, attempt)
    if (outbox.closing.aborted || isRefusal(error) || performance.now() + delayMs >= validUntil) break
    outbox.log.warn(describeFailure(attempt, error), 'an email was not sent; trying again')
    await sleep(delayMs, undefined, { signal: outbox.closing }).catch(() => {})
  }
  outbox.log.error(describeFailure(attempt, error), 'an email was not sent; giving up')
  return error && isRefusal(error) ? 'refused' : 'gave-up'
}

/** @returns null when the server accepted the email, or else the error. */
async function attemptToSend(
  { transport, attemptTimeoutMs = 10_000 }: Outbox,
  message: Message,
  remainingMs: number,
): Promise<NodemailerError | null> {
  const deadline = new AbortController()
  // The library's timeouts restart with every byte, so a slow server could hold an email for ever.
  const timer = setTimeout(() => deadline.abort(), Math.min(remainingMs, attemptTimeoutMs))
  try {
    // An object, so that an address with a comma stays one recipient.
    const to = { name: '', address: message.to }
    await transport.sendMail({ ...message, to, signal: deadline.signal })
    return null
  } catch (error) {
    return error as NodemailerError
  } finally {
    clearTimeout(timer)
  }
}

/** Jitter spreads the retries of emails that failed together. */
function retryDelayMs({ retryDelaysMs = defaultRetryDelaysMs }: Outbox, attempt: number): number {
  const delayMs = retryDelaysMs[attempt - 1] ?? retryDelaysMs.at(-1) ?? 0
  return delayMs * (0.8 + Math.random() * 0.4)
}

/** Whether the server or the library refused this email for good. */
const isRefusal = (error: NodemailerError): boolean =>
  (error.code === 'EENVELOPE' || error.code === 'EMESSAGE') && error.permanent !== false

/** Servers quote addresses and content in their answers, so only an error's codes are logged. */
function describeFailure(attempt: number, error: NodemailerError | null) {
  const errorCode = error?.code === 'EABORT' ? 'ETIMEDOUT' : (error?.originalCode ?? error?.code ?? 'unknown')
  return { attempt, errorCode, smtpStatus: error?.responseCode ?? null }
}
