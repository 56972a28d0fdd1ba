// The few pages that this server has of its own: what links in mails open. One column, light and dark, without
// anything that is loaded from elsewhere.
import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { escapeHtml } from '../mail/mail-layout.ts'

export type Page = {
  title: string
  /** HTML. */
  main: string
  /** Path of a script on this server. */
  script?: string
}

const style = `
:root { color-scheme: light dark; --page: #f4f3ef; --card: #fff; --line: #e4e2da; --ink: #1c1b19; --quiet: #66635b; --accent: #1d4d3e; --on-accent: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --page: #141413; --card: #1e1e1c; --line: #33332f; --ink: #ecebe6; --quiet: #a8a59c; --accent: #a9d3c0; --on-accent: #10201a; }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; padding: 40px 16px; background: var(--page); color: var(--ink); font: 16px/1.55 -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif; overflow-wrap: anywhere; }
.brand, main { max-width: 512px; margin: 0 auto; }
.brand { margin-bottom: 16px; font-size: 15px; font-weight: 600; letter-spacing: 0.02em; }
main { padding: 32px; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
h1 { margin: 0 0 12px; font-size: 22px; line-height: 1.3; font-weight: 600; }
p { margin: 0 0 16px; }
p:empty { margin: 0; }
main > :last-child { margin-bottom: 0; }
ul { margin: 0 0 16px; padding-left: 20px; }
a { color: var(--accent); }
button { padding: 12px 22px; border: 0; border-radius: 8px; background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600; cursor: pointer; }
button:disabled { opacity: 0.6; cursor: default; }
a:focus-visible, button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
code, pre { font: 14px/1.5 ui-monospace, Menlo, Consolas, monospace; }
pre { margin: 0 0 16px; padding: 16px; background: var(--page); border-radius: 8px; white-space: pre-wrap; }
.quiet { color: var(--quiet); font-size: 14px; }
@media (max-width: 420px) { body { padding: 20px 12px; } main { padding: 24px 20px; } }
`

// The style is in the page, and allowed by its hash: nothing else that gets into the page can style or run.
const styleHash = createHash('sha256').update(style).digest('base64')

const headers = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'sha256-${styleHash}'`,
    "connect-src 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
}

/** Answers with a page. For HEAD, Node sends the headers alone. */
export function sendPage(response: ServerResponse, page: Page): void {
  response.writeHead(200, { ...headers, 'Content-Type': 'text/html; charset=utf-8' }).end(render(page))
}

/** Answers with the script of a page. */
export function sendScript(response: ServerResponse, script: string): void {
  response.writeHead(200, { ...headers, 'Content-Type': 'text/javascript; charset=utf-8' }).end(script)
}

function render({ title, main, script }: Page): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)} · Vestibule</title>
<style>${style}</style>
${script ? `<script src="${script}" defer></script>\n` : ''}</head>
<body>
<p class="brand">Vestibule</p>
<main>
<h1>${escapeHtml(title)}</h1>
${main}
</main>
</body>
</html>
`
}
