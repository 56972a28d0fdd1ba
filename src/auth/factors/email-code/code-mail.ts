// The mail that carries a sign-in code.
import type { ClientInfo } from '../../../identity/actor.ts'
import { renderMail } from '../../../platform/mail/mail-layout.ts'
import type { SignInServices } from '../../../platform/services.ts'
import { createMailedLink } from '../../notices/mailed-link.ts'
import { notMeUrl } from '../../notices/mails.ts'
import { codeMinutes } from './code.ts'

/**
 * Sends a sign-in's code, with a link for a reader who did not sign in. This does not wait for the mail server: a slow
 * one must not delay the answer, nor let an observer tell that a mail was sent.
 */
export async function sendCode(
  { db, mailer, publicUrl }: SignInServices,
  to: { id: string; email: string },
  code: string,
  client: ClientInfo,
): Promise<void> {
  const url = notMeUrl(publicUrl, await createMailedLink(db, to, 'NOT_ME'))
  const mail = renderCodeMail({ code, validForMinutes: codeMinutes, notMeUrl: url, ...client })
  void mailer.send({ to: to.email, ...mail }, { validForSeconds: codeMinutes * 60 })
}

type CodeMailInput = {
  code: string
  validForMinutes: number
  /** The browser, as it names itself. Null when it sends no name. */
  userAgent: string | null
  ipAddress: string | null
  /** Where a reader who did not sign in can end the sign-in. */
  notMeUrl: string
}

/**
 * Renders the mail. The subject and the preview do not carry the code, since both show on locked screens. The only link
 * is small and for a reader who did not sign in: a code beside a button is what phishing looks like.
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
 * Shortens what the client said about itself, and removes what could pose as our text: control and direction characters,
 * and anything that a mail program would turn into a link.
 */
function quoteStranger(text: string): string {
  const plain = text.replace(/[\p{C}\s]+/gu, ' ').trim()
  const unlinked = plain.replace(/:\/\/|\.(?=\p{L})/gu, (mark) => `${mark} `)
  return unlinked.length > 200 ? `${unlinked.slice(0, 199).trimEnd()}…` : unlinked
}
