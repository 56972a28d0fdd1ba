// The inbox's pages. They have no scripts: a meta element reloads the list.
import { escapeHtml } from '../platform/mail/mail-layout.ts'

export type InboxMessage = {
  id: number
  /** One address of the envelope. */
  to: string
  subject: string
  text: string
  /** Empty for a mail of plain text. */
  html: string
  receivedAt: Date
}

const style = `
:root { color-scheme: light dark; --page: #f4f3ef; --card: #fff; --line: #e4e2da; --ink: #1c1b19; --quiet: #66635b; --accent: #1d4d3e; }
@media (prefers-color-scheme: dark) {
  :root { --page: #141413; --card: #1e1e1c; --line: #33332f; --ink: #ecebe6; --quiet: #a8a59c; --accent: #a9d3c0; }
}
* { box-sizing: border-box; }
body { margin: 0; padding: 32px 16px; background: var(--page); color: var(--ink); font: 16px/1.5 -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif; overflow-wrap: anywhere; }
main { max-width: 720px; margin: 0 auto; }
h1 { margin: 0 0 4px; font-size: 22px; line-height: 1.3; font-weight: 600; }
a { color: var(--accent); }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.quiet { margin: 0; color: var(--quiet); font-size: 14px; }
.messages { margin: 20px 0 0; padding: 0; list-style: none; background: var(--card); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
.messages li + li { border-top: 1px solid var(--line); }
.messages a { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 16px; padding: 12px 16px; color: inherit; text-decoration: none; }
.messages a:hover { background: var(--page); }
.messages a:focus-visible { outline-offset: -3px; }
.subject { flex: 1 1 100%; font-weight: 600; }
.empty { margin: 20px 0 0; padding: 40px 16px; text-align: center; color: var(--quiet); border: 1px dashed var(--line); border-radius: 12px; }
iframe { display: block; width: 100%; height: 70vh; min-height: 420px; margin: 20px 0 0; border: 1px solid var(--line); border-radius: 12px; }
details { margin: 16px 0 0; }
summary { color: var(--quiet); font-size: 14px; cursor: pointer; }
pre { margin: 12px 0 0; padding: 16px; background: var(--card); border: 1px solid var(--line); border-radius: 12px; font: 14px/1.5 ui-monospace, Menlo, Consolas, monospace; white-space: pre-wrap; }
@media (max-width: 420px) { body { padding: 20px 12px; } }`

/** Renders the list in the given order. Ages count back from `now`. */
export function renderInbox(messages: readonly InboxMessage[], now: Date): string {
  const count = messages.length === 1 ? '1 message' : `${messages.length} messages`
  const list = `<ol class="messages">\n${messages.map((message) => renderItem(message, now)).join('\n')}\n</ol>`
  const empty = '<p class="empty">No emails yet. Every email that this server sends appears here.</p>'
  return renderPage(
    'Inbox',
    `<h1>Inbox</h1>
<p class="quiet">${count}, newest first. Kept in memory until the server stops; nothing leaves this machine.</p>
${messages.length > 0 ? list : empty}`,
    '<meta http-equiv="refresh" content="5">\n',
  )
}

/** Renders one message: its HTML in a sandboxed frame, and its plain text. */
export function renderMessage({ id, to, subject, text, html, receivedAt }: InboxMessage): string {
  const title = escapeHtml(subject || '(no subject)')
  const frame = `<iframe src="/inbox/messages/${id}/html" title="The message" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`
  return renderPage(
    title,
    `<p class="quiet"><a href="/inbox">Back to the inbox</a></p>
<h1>${title}</h1>
<p class="quiet">To ${escapeHtml(to)}, ${renderTime(receivedAt)}</p>
${html ? `${frame}\n` : ''}<details${html ? '' : ' open'}><summary>Plain text</summary><pre>${escapeHtml(text)}</pre></details>`,
  )
}

function renderItem({ id, to, subject, receivedAt }: InboxMessage, now: Date): string {
  return `<li><a href="/inbox/messages/${id}">
<span class="subject">${escapeHtml(subject || '(no subject)')}</span>
<span class="quiet">${escapeHtml(to)}</span>
<span class="quiet">${describeAge(receivedAt, now)}, ${renderTime(receivedAt)}</span>
</a></li>`
}

function renderTime(time: Date): string {
  const iso = time.toISOString()
  return `<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC</time>`
}

function describeAge(time: Date, now: Date): string {
  const seconds = Math.max(0, Math.floor((now.getTime() - time.getTime()) / 1000))
  if (seconds < 60) return `${seconds} s ago`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`
  return `${Math.floor(seconds / 3600)} h ago`
}

/** `title` and `main` are HTML. */
function renderPage(title: string, main: string, head = ''): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${head}<title>${title} · Vestibule</title>
<style>${style}
</style>
</head>
<body>
<main>
${main}
</main>
</body>
</html>
`
}
