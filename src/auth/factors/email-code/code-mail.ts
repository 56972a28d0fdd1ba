// The mail that carries a sign-in code.
import { renderMail } from '../../../platform/mail/mail-layout.ts'

export type CodeMailInput = {
  code: string
  validForMinutes: number
  /** What the browser says it is; null when it says nothing. */
  userAgent: string | null
  ipAddress: string | null
  /** Where whoever did not sign in can end the sign-in. */
  notMeUrl: string
}

/**
 * Renders the mail. Neither the subject nor the preview carries the code, since both show on locked screens, and
 * the only link is small and for whoever it was not: a code beside a button is what phishing looks like.
 */
export function renderCodeMail(input: CodeMailInput): { subject: string; text: string; html: string } {
  const { code, validForMinutes } = input
  const minutes = validForMinutes === 1 ? '1 minute' : `${validForMinutes} minutes`
  const body = renderMail({
    preheader: `Enter it where you are signing in. It works once, within ${minutes}.`,
    heading: 'Your sign-in code',
    paragraphs: [
      `Enter this code where you are signing in. It works once, within ${minutes}; a newer code replaces it.`,
      ...describeOrigin(input),
      'If this was not you, somebody knows your password: do not share the code, and change your password now.',
    ],
    code,
    footer: 'Nobody from Vestibule or from your team will ever ask you for this code.',
    footerLink: { label: 'This was not me', url: input.notMeUrl },
  })
  return { subject: 'Your Vestibule sign-in code', ...body }
}

function describeOrigin({ userAgent, ipAddress }: CodeMailInput): string[] {
  const browser = userAgent === null ? '' : quoteStranger(userAgent)
  const address = ipAddress === null ? '' : quoteStranger(ipAddress)
  if (browser && address)
    return [`The sign-in came from the address ${address}, with this browser or app: ${browser}`]
  if (address) return [`The sign-in came from the address ${address}.`]
  return browser ? [`The sign-in came from this browser or app: ${browser}`] : []
}

/**
 * Shortens what the other side said about itself, and takes from it what could pose as ours: control and
 * direction characters, and anything that a mail program would turn into a link.
 */
function quoteStranger(text: string): string {
  const plain = text.replace(/[\p{C}\s]+/gu, ' ').trim()
  const unlinked = plain.replace(/:\/\/|\.(?=\p{L})/gu, (mark) => `${mark} `)
  return unlinked.length > 200 ? `${unlinked.slice(0, 199).trimEnd()}…` : unlinked
}
