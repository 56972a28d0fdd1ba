// "This was not me": someone who reads the member's mail ends everything that is signed in as the member.

import { recordEvent } from '../../audit/record-event.ts'
import type { ClientInfo } from '../../identity/actor.ts'
import type { Tx } from '../../platform/database/db.ts'
import type { MailServices } from '../../platform/services.ts'
import { endAllAccess } from '../devices/end-all-access.ts'
import { InvalidTokenError } from '../errors.ts'
import { renderResetMail } from '../passwords/reset-mail.ts'
import { consumeMailedLink, createMailedLink, findMailedLink, linkLifetimeSeconds } from './mailed-link.ts'
import { resetPasswordUrl } from './mails.ts'
import { noteInBell } from './notices.ts'

/**
 * Uses a NOT_ME link: ends the member's sessions, trusted devices and challenges. Mails an active member a link to choose
 * a new password, because someone else may know the current one. If the address changed after the notice was mailed, no
 * link is mailed: the new address may be the attacker's.
 * @returns whether a link was mailed.
 * @throws InvalidTokenError
 */
export async function disown(
  { db, events, mailer, publicUrl }: MailServices,
  token: string,
  client: ClientInfo,
): Promise<boolean> {
  const reset = await events.transact(db, async (change) => {
    const { tx } = change
    const { member, mailedTo } = await useLink(tx, token)
    await endAllAccess(change, member.id, null)
    await noteInBell(change, member.id, disowned)
    await recordDisowning(tx, member, client)
    if (member.status !== 'ACTIVE' || member.email !== mailedTo) return null
    return { email: member.email, token: await createMailedLink(tx, member, 'PASSWORD_RESET') }
  })
  if (!reset) return false
  const validForSeconds = linkLifetimeSeconds.PASSWORD_RESET
  const url = resetPasswordUrl(publicUrl, reset.token)
  const mail = renderResetMail({ url })
  void mailer.send({ to: reset.email, ...mail }, { validForSeconds })
  return true
}

const disowned = {
  subject: 'You were signed out everywhere',
  happened:
    'Somebody who reads your mail said of a sign-in that it was not theirs. Every session was ended, and remembered devices are forgotten.',
}

/** Uses the link up. Locks are always taken in this order: the member, then the link. */
async function useLink(tx: Tx, token: string) {
  const link = await findMailedLink(tx, token, 'NOT_ME')
  if (!link) throw new InvalidTokenError()
  const member = await tx.teamMember.update({
    where: { id: link.teamMemberId },
    data: { pendingEmail: null },
    select: { id: true, accountId: true, email: true, status: true },
  })
  const used = await consumeMailedLink(tx, token, 'NOT_ME')
  if (!used) throw new InvalidTokenError()
  return { member, mailedTo: link.email }
}

/** The event has no actor: the link proves that someone reads the member's mail, not that they are the member. */
const recordDisowning = (tx: Tx, { id, accountId }: { id: string; accountId: string }, client: ClientInfo) =>
  recordEvent(tx, {
    action: 'challenge.disowned',
    accountId,
    actorId: null,
    subject: { type: 'team_member', id },
    client,
  })
