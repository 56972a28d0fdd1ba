// The mail that invites someone to a team.
import { invitationDays } from '../../auth/notices/mailed-link.ts'
import { renderMail } from '../../platform/mail/mail-layout.ts'

type InvitationMailInput = {
  /** The name of the member who invites. */
  inviterName: string
  accountName: string
  /** Where the invitation is accepted. */
  acceptUrl: string
}

/** Renders the mail. */
export function renderInvitationMail({ inviterName, accountName, acceptUrl }: InvitationMailInput): {
  subject: string
  text: string
  html: string
} {
  const body = renderMail({
    preheader: `${inviterName} invites you to the team of ${accountName}.`,
    heading: `Join ${accountName}`,
    paragraphs: [
      `${inviterName} invites you to the team of ${accountName} on Vestibule. Choose a password to accept.`,
      `The link works once, within ${invitationDays} days; a newer invitation replaces it.`,
      'If you do not know who this is, there is nothing to do: without the link nothing happens.',
    ],
    action: { label: 'Accept the invitation', url: acceptUrl },
    footer: 'You get this mail because somebody entered your address.',
  })
  return { subject: `${inviterName} invites you to ${accountName}`, ...body }
}
