// The layout of every email: one column of plain blocks. It also reads well without styles, on a phone and in dark mode.
// It loads nothing, so the server cannot see who opens an email.

type MailContent = {
  /** Mail programs show it next to the subject, even on locked screens. It must not contain a secret. */
  preheader: string
  heading: string
  /** The first comes before the code and the button, the others after them. */
  paragraphs: readonly string[]
  code?: string
  action?: { label: string; url: string }
  footer?: string
  /** A link in small print below the footer, for someone who did not expect the email. */
  footerLink?: { label: string; url: string }
}

const sans = "-apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"
const mono = "ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace"

// The inline colors are light. This style element overrides them in dark mode; mail programs that drop it stay light.
const darkStyle = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .page { background: #141413 !important; color: #ecebe6 !important; }
  .card { background: #1e1e1c !important; border-color: #33332f !important; }
  .code { background: #2a2a27 !important; color: #ffffff !important; }
  .button { background: #a9d3c0 !important; color: #10201a !important; }
  .quiet { color: #a8a59c !important; }
}
@media (max-width: 420px) {
  .page { padding: 20px 12px !important; }
  .card { padding: 24px 20px !important; }
  .code { font-size: 28px !important; }
}`

// Fills the preview. Otherwise some programs add the text after the preheader, and show the code on a locked screen.
const previewFiller = '&#8199;&#847; '.repeat(120)

/** Escapes text for an HTML element or a quoted attribute. */
export function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}

/** Renders an email's two equivalent bodies. */
export function renderMail(content: MailContent): { text: string; html: string } {
  return { text: renderText(content), html: renderHtml(content) }
}

function renderText({ heading, paragraphs, code, action, footer, footerLink }: MailContent): string {
  const [first, ...others] = paragraphs
  const blocks = [
    heading,
    first,
    code && `    ${code}`,
    action && `${action.label}:\n${action.url}`,
    ...others,
    `--\n${['Vestibule', footer, footerLink && `${footerLink.label}: ${footerLink.url}`].filter(Boolean).join('\n')}`,
  ]
  return `${blocks.filter(Boolean).join('\n\n')}\n`
}

function renderHtml(content: MailContent): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(content.heading)}</title>
<style>${darkStyle}
</style>
</head>
<body style="margin: 0; padding: 0;">
<div style="display: none; max-height: 0; overflow: hidden;" aria-hidden="true">${escapeHtml(content.preheader)} ${previewFiller}</div>
<div class="page" role="article" lang="en" aria-label="${escapeHtml(content.heading)}" style="margin: 0; padding: 40px 16px; background: #f4f3ef; color: #1c1b19; font: 16px/1.55 ${sans}; -webkit-text-size-adjust: 100%;">
<p style="max-width: 512px; margin: 0 auto 16px; font-size: 15px; font-weight: 600; letter-spacing: 0.02em;">Vestibule</p>
${renderCard(content)}
${renderFooter(content)}</div>
</body>
</html>
`
}

function renderCard({ heading, paragraphs, code, action }: MailContent): string {
  const [first, ...others] = paragraphs
  const blocks = [
    `<h1 style="margin: 0 0 12px; font-size: 22px; line-height: 1.3; font-weight: 600;">${escapeHtml(heading)}</h1>`,
    first && renderParagraph(first),
    code && renderCode(code),
    action && renderAction(action),
    ...others.map(renderParagraph),
  ]
  return `<div class="card" style="box-sizing: border-box; max-width: 512px; margin: 0 auto; padding: 32px; background: #ffffff; border: 1px solid #e4e2da; border-radius: 12px;">
${blocks.filter(Boolean).join('\n')}
</div>`
}

function renderFooter({ footer, footerLink }: MailContent): string {
  const link =
    footerLink &&
    `<a class="quiet" href="${escapeHtml(footerLink.url)}" style="color: #66635b;">${escapeHtml(footerLink.label)}</a>`
  const parts = [footer && escapeHtml(footer), link].filter(Boolean)
  if (parts.length === 0) return ''
  return `<p class="quiet" style="max-width: 512px; margin: 16px auto 0; font-size: 13px; color: #66635b;">${parts.join('<br>')}</p>\n`
}

const renderParagraph = (text: string): string =>
  `<p style="margin: 0 0 16px; overflow-wrap: anywhere;">${escapeHtml(text)}</p>`

// The digits are one word, so that a double click or a long press selects them all.
const renderCode = (code: string): string =>
  `<p class="code" style="margin: 8px 0 24px; padding: 16px 12px; background: #f4f3ef; border-radius: 8px; font: 600 34px/1.2 ${mono}; letter-spacing: 0.22em; text-indent: 0.22em; text-align: center;">${escapeHtml(code)}</p>`

const renderAction = ({ label, url }: { label: string; url: string }): string =>
  `<p style="margin: 8px 0 24px;"><a class="button" href="${escapeHtml(url)}" style="display: inline-block; padding: 12px 22px; background: #1d4d3e; color: #ffffff; border-radius: 8px; font-weight: 600; text-decoration: none;">${escapeHtml(label)}</a></p>`
