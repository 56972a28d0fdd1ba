// Asking for another email address. It changes only once the code that goes to the new one is given (verify-email.ts).

import { recordEvent } from '../../audit/record-event.ts'
import type { ClientInfo } from '../../identity/actor.ts'
import type { CurrentSession } from '../../identity/session.ts'
import type { Tx } from '../../platform/database/db.ts'
import { InvalidInputError } from '../../platform/errors.ts'
import type { SignInServices } from '../../platform/services.ts'
import { InvalidCredentialsError } from '../errors.ts'
import type { IssuedCode } from '../factors/email-code/code.ts'
import { type Happening, noteInBell, noticeChange } from '../notices/notices.ts'
import { type ConfirmedMember, confirmPassword } from '../passwords/confirm-password.ts'
import { parseEmail } from './email-address.ts'
import { replaceEmailChallenge } from './email-challenge.ts'
import { lockEmail } from './lock-email.ts'
import { sendVerificationMail } from './verification-mail.ts'

/** The address waits for its code. */
export type PendingChange = { pendingEmail: string; expiresAt: Date; resendAvailableAt: Date }

const requested: Happening = {
  kind: 'email-change-requested',
  subject: 'A change of your email address was asked for',
  happened:
    'Somebody who knows your password asked to sign in with another address. It changes once a code sent there is entered.',
}

/**
 * Begins the change, in the place of one that was begun before, and tells the old address.
 * @throws InvalidCredentialsError, InvalidInputError, RateLimitedError
 */
export async function changeEmail(
  services: SignInServices,
  session: CurrentSession,
  { newEmail, password }: { newEmail: string; password: string },
  client: ClientInfo,
): Promise<PendingChange> {
  const purpose = { failure: 'session.reauthentication_failed', purpose: 'change_email' } as const
  // The password first: which addresses are taken is for nobody who does not know it.
  const member = await confirmPassword(services, session, password, purpose, client)
  const email = parseEmail(newEmail)
  if (!email) throw refused('This is not an email address.')
  const issued = await services.events.transact(services.db, async (change) => {
    const { tx } = change
    const code = await beginChange(tx, services.secretKey, member, email, client)
    await noteInBell(change, member.id, requested)
    return code
  })
  sendVerificationMail(services, { email, purpose: 'CHANGE_EMAIL' }, issued.code)
  noticeChange(services, member, requested, client)
  const { expiresAt, resendAvailableAt } = issued
  return { pendingEmail: email, expiresAt, resendAvailableAt }
}

async function beginChange(
  tx: Tx,
  secretKey: Buffer,
  member: ConfirmedMember,
  email: string,
  client: ClientInfo,
): Promise<IssuedCode> {
  const current = await lockEmail(tx, member.id)
  // A password changed meanwhile ends what the old one began.
  if (current.passwordHash !== member.passwordHash) throw new InvalidCredentialsError()
  if (email === current.email) throw refused('This is your email address already.')
  const taken = await tx.teamMember.findUnique({ where: { email }, select: { id: true } })
  if (taken) throw refused('This email address is used already. Choose another.')
  await tx.teamMember.update({ where: { id: member.id }, data: { pendingEmail: email } })
  await recordEvent(tx, {
    action: 'email.change_requested',
    accountId: member.accountId,
    actorId: member.id,
    subject: { type: 'team_member', id: member.id },
    client,
    details: { from: current.email, to: email },
  })
  return replaceEmailChallenge(tx, secretKey, { teamMemberId: member.id, purpose: 'CHANGE_EMAIL', email })
}

const refused = (message: string) => new InvalidInputError(message, ['input', 'newEmail'])
