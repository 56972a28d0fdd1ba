// What tells a member that something happened to their sign-in: a mail, each kind an hour apart at most, with a link for
// whoever it was not, and a line in their bell. The mail is sent beside the work: what it tells of is done, and nobody
// waits for it. The line is part of the change that it tells of; of a mere attempt it comes with the mail, as seldom.
import type { ClientInfo } from '../../identity/actor.ts'
import { createNotification } from '../../notifications/create-notification.ts'
import type { Change } from '../../platform/events/events.ts'
import { countTry, type RateLimit } from '../../platform/limits/rate-limit.ts'
import { renderMail } from '../../platform/mail/mail-layout.ts'
import type { NoticeServices, Services } from '../../platform/services.ts'
import { trustedDeviceDays } from '../devices/trusted-device.ts'
import { createMailedLink } from './mailed-link.ts'
import { notMeUrl } from './mails.ts'

type Recipient = { id: string; email: string }

/** What happened. It names no address, and nothing that only the mail's reader may know: bells are shown on screens. */
export type Happening = { kind: string; subject: string; happened: string }
type Notice = Happening & { client: ClientInfo | null }

const hour = 60 * 60
const validForSeconds = 24 * hour

/** Somebody failed to sign in as the member ten times. */
export const noticeLockout = (services: NoticeServices, to: Recipient, client: ClientInfo): void =>
  noticeAttempt(
    services,
    to,
    {
      kind: 'lockout',
      subject: 'Too many failed sign-ins',
      happened:
        'Somebody failed to sign in as you ten times, so signing in waits for 15 minutes. Devices that you asked to be remembered still work.',
    },
    client,
  )

/** Somebody knew the member's password and gave a wrong code. */
export const noticeWrongCode = (services: NoticeServices, to: Recipient, client: ClientInfo): void =>
  noticeAttempt(
    services,
    to,
    {
      kind: 'wrong-code',
      subject: 'A wrong sign-in code was entered',
      happened: 'Somebody gave your password, and then a wrong code.',
    },
    client,
  )

/** A device was remembered. */
export const trustedDeviceAdded: Happening = {
  kind: 'trusted-device',
  subject: 'A new device is remembered',
  happened: `A device signed in as you, and will not be asked for a code for ${trustedDeviceDays} days.`,
}

/** Puts a change into the member's bell, in the transaction that makes it and holds the member's lock. */
export const noteInBell = (
  change: Change,
  teamMemberId: string,
  { subject: title, happened: body }: Pick<Happening, 'subject' | 'happened'>,
): Promise<void> =>
  createNotification(change, { teamMemberId, kind: 'SECURITY', title, body, exportId: null })

/** Mails what was changed of all that signing in depends on, after its commit: the password, the email, MFA, access. */
export const noticeChange = (
  services: NoticeServices,
  to: Recipient,
  change: Happening,
  client: ClientInfo | null,
): void => beside(services, to, change, deliverNotice(services, to, { ...change, client }))

/** Somebody tried and failed: nothing was changed, and whoever tries on must not fill the bell. */
export const noticeAttempt = (
  services: NoticeServices,
  to: Recipient,
  attempt: Happening,
  client: ClientInfo,
): void => {
  const { db, events } = services
  const deliver = async () => {
    if (!(await isDue(db, to, attempt))) return
    await Promise.all([
      events.transact(db, (change) => noteInBell(change, to.id, attempt)),
      mailNotice(services, to, { ...attempt, client }),
    ])
  }
  beside(services, to, attempt, deliver())
}

function beside({ log }: NoticeServices, to: Recipient, { kind }: Happening, work: Promise<void>): void {
  work.catch((error) => log.error({ err: error, teamMemberId: to.id, kind }, 'notice not sent'))
}

/** Mails a notice and waits for it: for the command line, which ends afterwards. */
export async function deliverNotice(services: NoticeServices, to: Recipient, notice: Notice): Promise<void> {
  if (await isDue(services.db, to, notice)) await mailNotice(services, to, notice)
}

async function isDue(db: Services['db'], to: Recipient, { kind }: Happening): Promise<boolean> {
  const rule: RateLimit = { name: `notice:${kind}`, limit: 1, windowSeconds: hour, blockSeconds: hour }
  return (await countTry(db, rule, to.id)) === null
}

async function mailNotice(
  { db, mailer, publicUrl }: NoticeServices,
  to: Recipient,
  notice: Notice,
): Promise<void> {
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
