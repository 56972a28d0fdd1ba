// The mail server for development. It accepts every email, keeps the newest in memory and shows them at /inbox, so that
// signing in needs no mail account. It shows every code, so production never loads it.
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import { type InboxMessage, renderInbox, renderMessage } from './inbox-page.ts'

export type Inbox = {
  /** Where to send emails. Without a password. */
  smtpUrl: string
  /** Answers requests for /inbox and paths below it. @returns false for any other path. */
  handle(req: IncomingMessage, res: ServerResponse, url: URL): boolean
  stop(): Promise<void>
}

type Answer = { status: number; type: string; body: string; csp?: string; allow?: string }

const maxMessages = 500
const maxMessageBytes = 1024 * 1024

const locked =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
const pageCsp = `${locked}; frame-src 'self'; frame-ancestors 'none'`
// The HTML of an email cannot run scripts and has no origin, even when it is opened outside its frame.
const mailCsp = `${locked}; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox`

/** Starts the mail server on a free port of 127.0.0.1. */
export async function startInbox(): Promise<Inbox> {
  const messages: InboxMessage[] = []
  const server = createSmtpServer(messages)
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  return {
    smtpUrl: `smtp://127.0.0.1:${(listening.address() as AddressInfo).port}`,
    handle: (req, res, url) => handle(messages, req, res, url),
    stop: () => new Promise((resolve) => server.close(resolve)),
  }
}

function createSmtpServer(messages: InboxMessage[]): SMTPServer {
  let lastId = 0
  const store = async (stream: SMTPServerDataStream, session: SMTPServerSession) => {
    const { subject = '', text = '', html } = await simpleParser(stream)
    // The server answers 552, but only after it has read the message.
    if (stream.sizeExceeded) return
    for (const { address } of session.envelope.rcptTo) {
      const content = { to: address, subject, text, html: html || '', receivedAt: new Date() }
      messages.unshift({ id: ++lastId, ...content })
    }
    messages.splice(maxMessages)
  }
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: maxMessageBytes,
    rejectOversized: true,
    // Pooled clients keep connections open. Stopping does not wait for them.
    closeTimeout: 1,
    onData: (stream, session, callback) => void store(stream, session).then(() => callback(), callback),
  })
  // Ignores clients that hang up.
  return server.on('error', () => {})
}

function handle(messages: InboxMessage[], req: IncomingMessage, res: ServerResponse, url: URL): boolean {
  if (url.pathname !== '/inbox' && !url.pathname.startsWith('/inbox/')) return false
  const reading = req.method === 'GET' || req.method === 'HEAD'
  send(
    res,
    reading
      ? find(messages, url)
      : { ...plain(405, 'This address supports only GET and HEAD.'), allow: 'GET, HEAD' },
  )
  return true
}

function find(messages: readonly InboxMessage[], url: URL): Answer {
  if (/^\/inbox\/?$/.test(url.pathname)) return page(renderInbox(messages, new Date()))
  if (url.pathname === '/inbox/messages.json') return json(messages, url.searchParams.get('to'))
  const [, id, part] = /^\/inbox\/messages\/(\d+)(\/html)?$/.exec(url.pathname) ?? []
  const message = messages.find((candidate) => candidate.id === Number(id))
  if (message === undefined) return plain(404, 'There is nothing here.')
  if (part === undefined) return page(renderMessage(message))
  // Links in the email open in a new tab, not in the frame.
  const body = message.html.replace('<head>', '<head><base target="_blank">')
  return { status: 200, type: 'text/html; charset=utf-8', body, csp: mailCsp }
}

function json(messages: readonly InboxMessage[], to: string | null): Answer {
  const wanted = to?.toLowerCase()
  const found = messages.filter((message) => wanted === undefined || message.to.toLowerCase() === wanted)
  const body = JSON.stringify(found.map(({ id: _, ...message }) => message))
  return { status: 200, type: 'application/json; charset=utf-8', body }
}

const page = (body: string): Answer => ({ status: 200, type: 'text/html; charset=utf-8', body, csp: pageCsp })

const plain = (status: number, line: string): Answer => ({
  status,
  type: 'text/plain; charset=utf-8',
  body: `${line}\n`,
})

function send(res: ServerResponse, { status, type, body, csp = "default-src 'none'", allow }: Answer): void {
  res.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'content-security-policy': csp,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    ...(allow && { allow }),
  })
  // For HEAD, Node sends only the headers.
  res.end(body)
}
