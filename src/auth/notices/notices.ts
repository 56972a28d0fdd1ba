// What tells a member that something happened to their sign-in: a line in their bell, and a mail with a link for whoever
// did not do it (a security notice). Both are part of the transaction of what they tell of. A failed try changes
// nothing, so its line comes only with its mail, once an hour: whoever tries on must not fill the bell.
import type { ClientInfo } from '../../identity/actor.ts'
import { createNotification } from '../../notifications/create-notification.ts'
import type { Change } from '../../platform/events/events.ts'
import { describeWait, type RateLimit } from '../../platform/limits/rate-limit.ts'
import type { NoticeServices } from '../../platform/services.ts'
import { trustedDeviceDays } from '../devices/trusted-device.ts'
import { addNotice, type Happening, type Notice, type Recipient } from './add-notice.ts'

/** A device was remembered. */
export const trustedDeviceAdded: Happening = {
  kind: 'trusted-device',
  subject: 'A new device is remembered',
  happened: `A device signed in as you, and will not be asked for a code for ${trustedDeviceDays} days.`,
}

/** Puts a line into the member's bell, in a transaction that holds the member's lock. */
export const noteInBell = (
  change: Change,
  teamMemberId: string,
  { subject: title, happened: body }: Pick<Happening, 'subject' | 'happened'>,
): Promise<void> =>
  createNotification(change, { teamMemberId, kind: 'SECURITY', title, body, exportId: null })

/**
 * Tells the member of a change to what their sign-in depends on: the password, the email, MFA, access. Part of the
 * transaction that makes the change and holds the member's lock.
 * @returns whether a mail will tell of it: not when one of this kind did within the hour.
 */
export async function noticeChange(
  services: NoticeServices,
  change: Change,
  notice: Notice,
): Promise<boolean> {
  await noteInBell(change, notice.to.id, notice)
  return addNotice(services, change, notice)
}

/**
 * Tells the member that someone tried and failed, in a transaction of its own. Nobody waits for it, so that the time of
 * the answer does not say whether there is such a member.
 */
export function noticeFailure(services: NoticeServices, notice: Notice): void {
  const { db, events, log } = services
  const tell = async (change: Change) => {
    if (await addNotice(services, change, notice)) await noteInBell(change, notice.to.id, notice)
  }
  events.transact(db, tell).catch((error) => {
    log.error({ err: error, teamMemberId: notice.to.id, kind: notice.kind }, 'notice not added')
  })
}

/** Someone failed to sign in as the member as often as the limit lets them. */
export const noticeLockout = (
  services: NoticeServices,
  to: Recipient,
  client: ClientInfo,
  { limit, blockSeconds }: RateLimit,
): void =>
  noticeFailure(services, {
    to,
    client,
    kind: 'lockout',
    subject: 'Too many failed sign-ins',
    happened: `Somebody failed to sign in as you ${limit} times, so signing in waits for ${describeWait(blockSeconds)}. Devices that you asked to be remembered still work.`,
  })

/** Someone knew the member's password and gave a wrong code. */
export const noticeWrongCode = (services: NoticeServices, to: Recipient, client: ClientInfo): void =>
  noticeFailure(services, {
    to,
    client,
    kind: 'wrong-code',
    subject: 'A wrong sign-in code was entered',
    happened: 'Somebody gave your password, and then a wrong code.',
  })
