// Mail over SMTP. Nobody waits for a mail to go out: a sign-in must neither slow down with the mail server nor
// tell, by its timing, whether the address is known. So a mail is tried again in the background, but only while
// what it says is still true: a code that has expired is never delivered.
import { setTimeout as sleep } from 'node:timers/promises'
import { createTransport, type NodemailerError } from 'nodemailer'
import { createUuid } from '../database/uuid.ts'
import type { Log } from '../log.ts'

export type Mail = { to: string; subject: string; text: string; html: string }

export type SendOutcome = 'sent' | 'gave-up'

export type Mailer = {
  /**
   * Sends a mail, trying again until `validForSeconds` have passed. Never rejects, so it need not be awaited.
   * @returns 'gave-up' when the validity ran out, the server refused the mail for good, or `close` was called.
   */
  send(mail: Mail, options: { validForSeconds: number }): Promise<SendOutcome>
  /** Abandons what is not sent yet and closes the connections at once. */
  close(): Promise<void>
}

export type MailerOptions = {
  smtpUrl: string
  /** The sender, such as `Portal <portal@example.com>`. */
  from: string
  log: Log
  /** The waits between attempts, before jitter; the last one repeats. */
  retryDelaysMs?: readonly number[]
  /** How long one attempt may take in all, from the queue to the server's last answer. */
  attemptTimeoutMs?: number
}

type Message = Mail & { messageId: string }
type Outbox = MailerOptions & { transport: ReturnType<typeof openPool>; closing: AbortSignal }

const defaultRetryDelaysMs = [1_000, 2_000, 5_000, 10_000, 30_000]

/** Makes the process's mailer. Nothing connects before the first mail. */
export function createMailer(options: MailerOptions): Mailer {
  const closing = new AbortController()
  const outbox = { ...options, transport: openPool(options), closing: closing.signal }
  const pending = new Set<Promise<SendOutcome>>()

  return {
    send(mail, { validForSeconds }) {
      const message = { ...mail, messageId: createMessageId(options.from) }
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
      // An abandoned attempt must not be flushed to a slow server after the mail's validity.
      socketCloseTimeout: 0,
      // An idle connection may turn out to be dead: one more try at once, and the rest is up to our own delays.
      maxRequeues: 1,
      // Attempts have a deadline of their own; these two only tidy up connections that nothing is sent on.
      idleTimeout: 30_000,
      socketTimeout: 60_000,
    },
    // RFC 3834: keeps out-of-office replies from answering.
    { from, headers: { 'Auto-Submitted': 'auto-generated' } },
  )
}

/** One id for all attempts: when an answer was lost, the receiver can tell that the second copy is the same mail. */
function createMessageId(from: string): string {
  const domain = /@([^\s<>]+)>?\s*$/.exec(from)?.[1] ?? 'localhost'
  return `<${createUuid()}@${domain}>`
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
    outbox.log.warn(describeFailure(attempt, error), 'a mail was not sent; trying again')
    await sleep(delayMs, undefined, { signal: outbox.closing }).catch(() => {})
  }
  outbox.log.error(describeFailure(attempt, error), 'a mail was not sent; giving up')
  return 'gave-up'
}

/** @returns Null when the server has accepted the mail, otherwise why not. */
async function attemptToSend(
  { transport, attemptTimeoutMs = 10_000 }: Outbox,
  message: Message,
  remainingMs: number,
): Promise<NodemailerError | null> {
  const deadline = new AbortController()
  // The library's own timeouts start again with every byte, so a trickling server would hold a mail for good.
  const timer = setTimeout(() => deadline.abort(), Math.min(remainingMs, attemptTimeoutMs))
  try {
    // As an object, an address with a comma in it stays one recipient.
    const to = { name: '', address: message.to }
    await transport.sendMail({ ...message, to, signal: deadline.signal })
    return null
  } catch (error) {
    return error as NodemailerError
  } finally {
    clearTimeout(timer)
  }
}

/** Jitter spreads the retries of mails that failed together. */
function retryDelayMs({ retryDelaysMs = defaultRetryDelaysMs }: Outbox, attempt: number): number {
  const delayMs = retryDelaysMs[attempt - 1] ?? retryDelaysMs.at(-1) ?? 0
  return delayMs * (0.8 + Math.random() * 0.4)
}

/** The server, or the library on its behalf, said that this mail to this recipient never goes through. */
const isRefusal = (error: NodemailerError): boolean =>
  (error.code === 'EENVELOPE' || error.code === 'EMESSAGE') && error.permanent !== false

/** Servers quote addresses and content in their answers, so nothing of an error but its codes is logged. */
function describeFailure(attempt: number, error: NodemailerError | null) {
  const errorCode = error?.code === 'EABORT' ? 'ETIMEDOUT' : (error?.originalCode ?? error?.code ?? 'unknown')
  return { attempt, errorCode, smtpStatus: error?.responseCode ?? null }
}
