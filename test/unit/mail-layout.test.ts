import { describe, expect, it } from 'vitest'
import { renderMail } from '../../src/platform/mail/mail-layout.ts'

const full = {
  preheader: 'A preview.',
  heading: 'A heading',
  paragraphs: ['First.', 'Second.', 'Third.'],
  code: '012345',
  action: { label: 'Open', url: 'https://portal.example.com/exports?a=1&b=2' },
  footer: 'A footer.',
  footerLink: { label: 'Not you?', url: 'https://portal.example.com/not-me#token' },
}

const nasty = `<script>alert("1")</script> & 'quotes'`
const escaped = '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;quotes&#39;'

describe('renderMail', () => {
  it('puts the first paragraph before the code and the action, in plain text', () => {
    expect(renderMail(full).text).toBe(
      `A heading

First.

    012345

Open:
https://portal.example.com/exports?a=1&b=2

Second.

Third.

--
Vestibule
A footer.
Not you?: https://portal.example.com/not-me#token
`,
    )
  })

  it('leaves out what is not given', () => {
    const { text, html } = renderMail({ preheader: 'P', heading: 'H', paragraphs: ['Only.'] })
    expect(text).toBe('H\n\nOnly.\n\n--\nVestibule\n')
    expect(html).not.toMatch(/class="(code|button|quiet)"|undefined/)
  })

  it('has the link in small print without a footer as well, and quieter than a button', () => {
    const { text, html } = renderMail({
      preheader: 'P',
      heading: 'H',
      paragraphs: ['Only.'],
      footerLink: full.footerLink,
    })
    expect(text).toBe('H\n\nOnly.\n\n--\nVestibule\nNot you?: https://portal.example.com/not-me#token\n')
    expect(html).toContain(
      '<a class="quiet" href="https://portal.example.com/not-me#token" style="color: #66635b;">Not you?</a></p>',
    )
    expect(html).not.toContain('class="button"')
  })

  it('says the same in the same order in HTML', () => {
    const visible = renderMail(full)
      .html.replace(/^.*<div class="page"/s, '<div')
      .replace(/<br>/g, '\n')
      .replace(/<[^>]*>/g, '')
      .split('\n')
      .filter(Boolean)
    expect(visible).toEqual([
      'Vestibule',
      'A heading',
      'First.',
      '012345',
      'Open',
      'Second.',
      'Third.',
      'A footer.',
      'Not you?',
    ])
  })

  it('keeps the code whole in one element of spaced monospaced digits', () => {
    const [, style, content] =
      /<p class="code" style="([^"]*)">([^<]*)<\/p>/.exec(renderMail(full).html) ?? []
    expect(content).toBe('012345')
    expect(style).toMatch(/font: 600 34px\/1\.2 ui-monospace.*letter-spacing: 0\.22em/)
  })

  it('escapes every text that is put in', () => {
    const { html } = renderMail({
      preheader: nasty,
      heading: nasty,
      paragraphs: [nasty, nasty],
      code: nasty,
      action: { label: nasty, url: `https://portal.example.com/"onclick="${nasty}` },
      footer: nasty,
      footerLink: { label: nasty, url: `https://portal.example.com/#"onclick="${nasty}` },
    })
    // Ten places, of which the heading has two more: the title and the label of the page.
    expect(html.split(escaped)).toHaveLength(12 + 1)
    expect(html).not.toContain(nasty)
    expect(html).toContain(`href="https://portal.example.com/&quot;onclick=&quot;${escaped}"`)
    expect(html).toContain(`href="https://portal.example.com/#&quot;onclick=&quot;${escaped}"`)
  })

  it('loads nothing: the only URLs are those of the action and the link in small print', () => {
    const { html } = renderMail(full)
    expect(html.match(/https?:[^"]*/g)).toEqual([
      'https://portal.example.com/exports?a=1&amp;b=2',
      'https://portal.example.com/not-me#token',
    ])
    expect(html).not.toMatch(/<(img|link|script|iframe|table)|\bsrc=|url\(|@import/)
  })

  it('follows a dark screen and fits a narrow one', () => {
    const { html } = renderMail(full)
    expect(html).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">')
    expect(html).toContain('<meta name="color-scheme" content="light dark">')
    expect(html).toContain('@media (prefers-color-scheme: dark) {')
    expect(html).not.toMatch(/[^-]width: \d/)
  })

  it('keeps the code out of the preview that follows the preheader', () => {
    const { html } = renderMail(full)
    const hidden = /<div style="display: none;[^>]*>(.*)<\/div>/.exec(html)?.[1] ?? ''
    expect(hidden.startsWith('A preview. &#8199;&#847; ')).toBe(true)
    expect(hidden.match(/&#8199;/g)).toHaveLength(120)
    expect(hidden).not.toContain('012345')
  })
})
