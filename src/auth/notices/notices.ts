// Tells a member that something happened to their sign-in: by a notification in their bell, and by a security notice, a
// mail with a link for members who did not do it. Both are part of the transaction of the change. A failed try changes
// nothing, so it adds its notification only together with a mail, once an hour: an attacker must not fill the bell.
import type { ClientInfo } from '../../identity/actor.ts'
import { createNotification } from '../../notifications/create-notification.ts'
import type { Change } from '../../platform/events/events.ts'
import { describeWait, type RateLimit } from '../../platform/limits/rate-limit.ts'
import type { NoticeServices } from '../../platform/services.ts'
import { trustedDeviceDays } from '../devices/trusted-device.ts'
import { addNotice, type Happening, type Notice, type Recipient } from './add-notice.ts'

/** A device became trusted. */
export const trustedDeviceAdded: Happening = {
  kind: 'trusted-device',
  subject: 'A new device is remembered',
  happened: `A device signed in as you, and will not be asked for a code for ${trustedDeviceDays} days.`,
}

/** Adds a notification to the member's bell, in a transaction that holds the member's lock. */
export const noteInBell = (
  change: Change,
  teamMemberId: string,
  { subject: title, happened: body }: Pick<Happening, 'subject' | 'happened'>,
): Promise<void> =>
  createNotification(change, { teamMemberId, kind: 'SECURITY', title, body, exportId: null })

/**
 * Tells the member of a change to their sign-in or access, in the transaction that makes the change and holds the
 * member's lock.
 * @returns whether a mail will be sent. False if a notice of this kind was added within the hour.
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
 * Tells the member that someone tried and failed, in its own transaction. The request does not wait for it, so the time
 * of the answer does not reveal whether there is such a member.
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

/** Someone failed to sign in as the member and reached the limit. */
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

/** Someone entered the member's password and then a wrong code. */
export const noticeWrongCode = (services: NoticeServices, to: Recipient, client: ClientInfo): void =>
  noticeFailure(services, {
    to,
    client,
    kind: 'wrong-code',
    subject: 'A wrong sign-in code was entered',
    happened: 'Somebody gave your password, and then a wrong code.',
  })
