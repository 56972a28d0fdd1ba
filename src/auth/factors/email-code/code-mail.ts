// The mail with a sign-in code.
import type { ClientInfo } from '../../../identity/actor.ts'
import { renderMail } from '../../../platform/mail/mail-layout.ts'
import type { SignInServices } from '../../../platform/services.ts'
import { createMailedLink } from '../../notices/mailed-link.ts'
import { notMeUrl } from '../../notices/mails.ts'
import { codeMinutes } from './code.ts'

/**
 * Sends a sign-in code, with a link for a reader who did not sign in. Does not wait for the mail server: a slow one must
 * neither delay the answer nor reveal that a mail was sent.
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
  /** The name that the browser gives itself. Null when it sends none. */
  userAgent: string | null
  ipAddress: string | null
  /** Where a reader who did not sign in can end the sign-in. */
  notMeUrl: string
}

/**
 * Renders the mail. The subject and the preview do not contain the code, because locked screens show both. The only link
 * is small, and for a reader who did not sign in: phishing mails put a button next to a code.
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
 * Shortens a text that the client chose, and removes everything that could imitate our text: control and direction
 * characters, and anything that a mail program would turn into a link.
 */
function quoteStranger(text: string): string {
  const plain = text.replace(/[\p{C}\s]+/gu, ' ').trim()
  const unlinked = plain.replace(/:\/\/|\.(?=\p{L})/gu, (mark) => `${mark} `)
  return unlinked.length > 200 ? `${unlinked.slice(0, 199).trimEnd()}…` : unlinked
}
