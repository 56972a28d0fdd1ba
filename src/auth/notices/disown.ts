// "This was not me": whoever reads the member's mail ends everything that was signed in as them.

import { recordEvent } from '../../audit/record-event.ts'
import type { ClientInfo } from '../../identity/actor.ts'
import type { Tx } from '../../platform/database/db.ts'
import type { NoticeServices } from '../../platform/services.ts'
import { endAllAccess } from '../devices/end-all-access.ts'
import { InvalidTokenError } from '../errors.ts'
import { renderResetMail } from '../passwords/reset-mail.ts'
import { consumeMailedLink, createMailedLink, findMailedLink, linkLifetimeSeconds } from './mailed-link.ts'
import { resetPasswordUrl } from './mails.ts'
import { noteInBell } from './notices.ts'

/**
 * Uses a NOT_ME link: ends the member's sessions, remembered devices and sign-ins under way, and mails an active
 * member a link to choose a new password, since somebody else may know the one they have. Not where the address was
 * changed since the notice was mailed: the new one may be that of whoever it was.
 * @returns whether that mail is on its way.
 * @throws InvalidTokenError
 */
export async function disown(
  { db, events, mailer, publicUrl }: NoticeServices,
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
  const mail = renderResetMail({ url, validForMinutes: validForSeconds / 60 })
  void mailer.send({ to: reset.email, ...mail }, { validForSeconds })
  return true
}

const disowned = {
  subject: 'You were signed out everywhere',
  happened:
    'Somebody who reads your mail said of a sign-in that it was not theirs. Every session was ended, and remembered devices are forgotten.',
}

/** Whose link it is, used up. Writing to the member's row locks it, which comes before anything else everywhere. */
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

/** Without an actor: the link proves that somebody reads the member's mail, not that they are the member. */
const recordDisowning = (tx: Tx, { id, accountId }: { id: string; accountId: string }, client: ClientInfo) =>
  recordEvent(tx, {
    action: 'challenge.disowned',
    accountId,
    actorId: null,
    subject: { type: 'team_member', id },
    client,
  })
