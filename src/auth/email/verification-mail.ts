// The mail with the code that verifies an email address.
import { renderMail } from '../../platform/mail/mail-layout.ts'
import type { MailServices } from '../../platform/services.ts'
import { codeMinutes } from '../factors/email-code/code.ts'
import type { EmailTarget } from './email-challenge.ts'

type VerificationMailInput = {
  code: string
  validForMinutes: number
  purpose: EmailTarget['purpose']
}

/**
 * Renders the mail. It has no link and no names. The address is not verified yet, so the reader may be a stranger. The
 * mail must not let them act on the member's account or learn about it.
 */
function renderVerificationMail({ code, validForMinutes, purpose }: VerificationMailInput): {
  subject: string
  text: string
  html: string
} {
  const minutes = validForMinutes === 1 ? '1 minute' : `${validForMinutes} minutes`
  const outcome =
    purpose === 'CHANGE_EMAIL'
      ? 'From then on you sign in with this address.'
      : 'It shows that you can read mail at this address.'
  const body = renderMail({
    preheader: `Enter it where you are signed in. It works once, within ${minutes}.`,
    heading: 'Confirm your email address',
    paragraphs: [
      `Enter this code where you are signed in. It works once, within ${minutes}; a newer code replaces it.`,
      outcome,
      'If you did not ask for this, ignore this mail: without the code nothing happens.',
    ],
    code,
    footer: 'Nobody from Vestibule or from your team will ever ask you for this code.',
  })
  return { subject: 'Confirm your email address for Vestibule', ...body }
}

/** Sends the code in the background. An expired code is never delivered. */
export function sendVerificationMail(
  { mailer }: MailServices,
  { email, purpose }: Pick<EmailTarget, 'email' | 'purpose'>,
  code: string,
): void {
  const mail = renderVerificationMail({ code, purpose, validForMinutes: codeMinutes })
  void mailer.send({ to: email, ...mail }, { validForSeconds: codeMinutes * 60 })
}
