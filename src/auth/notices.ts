// Mails that tell a member what happened to their sign-in, each kind an hour apart at most, with a link for whoever
// it was not. They are sent beside the work: what they tell of is done, and nobody waits for them.
import { renderMail } from '../platform/mail-layout.ts'
import { countTry, type RateLimit } from '../platform/rate-limit.ts'
import type { Services } from '../platform/services.ts'
import { createMailedLink } from './mailed-link.ts'
import { notMeUrl } from './mails.ts'
import type { ClientInfo } from './session.ts'

type NoticeServices = Pick<Services, 'db' | 'mailer' | 'publicUrl' | 'log'>
type Recipient = { id: string; email: string }
type Notice = { kind: string; subject: string; happened: string; client: ClientInfo | null }

const hour = 60 * 60
const validForSeconds = 24 * hour

/** Somebody failed to sign in as the member ten times. */
export const noticeLockout = (services: NoticeServices, to: Recipient, client: ClientInfo): void =>
  send(services, to, {
    kind: 'lockout',
    subject: 'Too many failed sign-ins',
    happened:
      'Somebody failed to sign in as you ten times, so signing in waits for 15 minutes. Devices that you asked to be remembered still work.',
    client,
  })

/** Somebody knew the member's password and gave a wrong code. */
export const noticeWrongCode = (services: NoticeServices, to: Recipient, client: ClientInfo): void =>
  send(services, to, {
    kind: 'wrong-code',
    subject: 'A wrong sign-in code was entered',
    happened: 'Somebody gave your password, and then a wrong code.',
    client,
  })

/** A device was remembered. */
export const noticeTrustedDevice = (services: NoticeServices, to: Recipient, client: ClientInfo): void =>
  send(services, to, {
    kind: 'trusted-device',
    subject: 'A new device is remembered',
    happened: 'A device signed in as you, and will not be asked for a code for 30 days.',
    client,
  })

/** Something that signing in depends on was changed: the password, the e-mail, MFA, access to sensitive data. */
export const noticeFactorChange = (
  services: NoticeServices,
  to: Recipient,
  change: { kind: string; subject: string; happened: string },
  client: ClientInfo | null,
): void => send(services, to, { ...change, client })

function send(services: NoticeServices, to: Recipient, notice: Notice): void {
  deliverNotice(services, to, notice).catch((error) => {
    services.log.error({ err: error, teamMemberId: to.id, kind: notice.kind }, 'notice not sent')
  })
}

/** Sends a notice and waits for it: for the command line, which ends afterwards. */
export async function deliverNotice(
  { db, mailer, publicUrl }: Omit<NoticeServices, 'log'>,
  to: Recipient,
  notice: Notice,
): Promise<void> {
  const rule: RateLimit = { name: `notice:${notice.kind}`, limit: 1, windowSeconds: hour, blockSeconds: hour }
  if ((await countTry(db, rule, to.id)) !== null) return
  const url = notMeUrl(publicUrl, await createMailedLink(db, to, 'NOT_ME'))
  const content = renderMail({
    preheader: notice.happened,
    heading: notice.subject,
    paragraphs: [notice.happened + describeOrigin(notice.client), 'If this was you, there is nothing to do.'],
    action: { label: 'This was not me', url },
  })
  await mailer.send({ to: to.email, subject: notice.subject, ...content }, { validForSeconds })
}

const describeOrigin = (client: ClientInfo | null) =>
  client?.ipAddress ? ` It came from the address ${client.ipAddress}.` : ''
