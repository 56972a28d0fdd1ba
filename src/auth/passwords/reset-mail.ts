// The mail with the link for a forgotten password.
import { renderMail } from '../../platform/mail/mail-layout.ts'
import { resetMinutes } from '../notices/mailed-link.ts'

/** Renders the mail. */
export function renderResetMail({ url }: { url: string }): {
  subject: string
  text: string
  html: string
} {
  const body = renderMail({
    preheader: `The link works once, within ${resetMinutes} minutes.`,
    heading: 'Choose a new password',
    paragraphs: [
      `Somebody, hopefully you, asked for a new password for this address. The link works once, within ${resetMinutes} minutes; a newer one replaces it.`,
      'A new password ends every session, and every remembered device is forgotten.',
      'If this was not you, ignore this mail: without the link nothing changes. Do not pass it on.',
    ],
    action: { label: 'Choose a new password', url },
    footer: 'Nobody from Vestibule or from your team will ever ask you for this link.',
  })
  return { subject: 'Choose a new password for Vestibule', ...body }
}
