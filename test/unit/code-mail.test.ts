import { describe, expect, it } from 'vitest'
import { renderCodeMail } from '../../src/auth/factors/email-code/code-mail.ts'

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'
const notMeUrl = 'https://portal.example.com/not-me#f4k3-token'
const input = { code: '012345', validForMinutes: 10, userAgent: firefox, ipAddress: '203.0.113.7', notMeUrl }

const originOf = (userAgent: string | null, ipAddress: string | null): string | undefined =>
  renderCodeMail({ ...input, userAgent, ipAddress })
    .text.split('\n')
    .find((line) => line.startsWith('The sign-in came from'))

describe('renderCodeMail', () => {
  it('says what the code is for, where the sign-in came from and what to do if it was somebody else', () => {
    const { subject, text } = renderCodeMail(input)
    expect(subject).toBe('Your Vestibule sign-in code')
    expect(text).toBe(
      `Your sign-in code

Enter this code where you are signing in. It works once, within 10 minutes; a newer code replaces it.

    012345

The sign-in came from the address 203.0.113.7, with this browser or app: ${firefox}

If this was not you, somebody knows your password: do not share the code, and change your password now.

--
Vestibule
Nobody from Vestibule or from your team will ever ask you for this code.
This was not me: ${notMeUrl}
`,
    )
  })

  it('shows the code once, and neither in the subject nor in the preview or the title', () => {
    const { subject, html } = renderCodeMail(input)
    expect(subject).not.toContain('012345')
    expect(html.split('012345')).toHaveLength(2)
    expect(html).toMatch(/<p class="code" [^>]*>012345<\/p>/)
  })

  it('names only what is known of the origin', () => {
    expect(originOf(null, '2001:db8::7')).toBe('The sign-in came from the address 2001:db8::7.')
    expect(originOf(firefox, null)).toBe(`The sign-in came from this browser or app: ${firefox}`)
    expect(originOf(null, null)).toBeUndefined()
    expect(originOf('', ' ')).toBeUndefined()
  })

  it('shortens what the browser says to 200 characters', () => {
    const prefix = 'The sign-in came from this browser or app: '
    expect(originOf('x'.repeat(200), null)).toBe(prefix + 'x'.repeat(200))
    expect(originOf('x'.repeat(201), null)).toBe(`${prefix}${'x'.repeat(199)}…`)
  })

  it('has one link, small and for whoever it was not, even when the browser says another', () => {
    const { text, html } = renderCodeMail({
      ...input,
      userAgent:
        'Call us at https://evil.example/login or help@evil.example <a href="//evil.example">now</a>',
    })
    expect(html.match(/<a\b[^>]*>[^<]*/g)).toEqual([
      `<a class="quiet" href="${notMeUrl}" style="color: #66635b;">This was not me`,
    ])
    expect(html.match(/https?:\/\/\S+?(?=["\s<])/g)).toEqual([notMeUrl])
    expect(text.match(/https?:\/\/\S+/g)).toEqual([notMeUrl])
    expect(text).not.toContain('evil.example')
    expect(originOf('https://evil.example/login', null)).toBe(
      'The sign-in came from this browser or app: https:// evil. example/login',
    )
  })

  it('keeps what the browser says on one line, without characters that turn the text around', () => {
    expect(originOf('a\r\n\r\nYour code: 1\u202e\u0000b\tc', null)).toBe(
      'The sign-in came from this browser or app: a Your code: 1 b c',
    )
  })

  it('says 1 minute', () => {
    expect(renderCodeMail({ ...input, validForMinutes: 1 }).text).toContain('It works once, within 1 minute;')
  })
})
