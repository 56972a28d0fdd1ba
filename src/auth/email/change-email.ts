// Requests a change of the email address. It takes effect when the member enters the code that is sent to the new address
// (verify-email.ts).

import { recordEvent } from '../../audit/record-event.ts'
import type { Actor } from '../../identity/actor.ts'
import type { Tx } from '../../platform/database/db.ts'
import { InvalidInputError } from '../../platform/errors.ts'
import type { SignInServices } from '../../platform/services.ts'
import { InvalidCredentialsError } from '../errors.ts'
import type { IssuedCode } from '../factors/email-code/code.ts'
import type { Happening } from '../notices/add-notice.ts'
import { noticeChange } from '../notices/notices.ts'
import { type ConfirmedMember, confirmPassword } from '../passwords/confirm-password.ts'
import { parseEmail } from './email-address.ts'
import { replaceEmailChallenge } from './email-challenge.ts'
import { lockEmail } from './lock-email.ts'
import { sendVerificationMail } from './verification-mail.ts'

/** The new address, which waits for its code. */
export type PendingChange = { pendingEmail: string; expiresAt: Date; resendAvailableAt: Date }

const requested: Happening = {
  kind: 'email-change-requested',
  subject: 'A change of your email address was asked for',
  happened:
    'Somebody who knows your password asked to sign in with another address. It changes once a code sent there is entered.',
}

/**
 * Begins the change, replaces an earlier pending one, and notifies the old address.
 * @throws InvalidCredentialsError, InvalidInputError, RateLimitedError
 */
export async function changeEmail(
  services: SignInServices,
  actor: Actor,
  { newEmail, password }: { newEmail: string; password: string },
): Promise<PendingChange> {
  const purpose = { failure: 'session.reauthentication_failed', purpose: 'change_email' } as const
  // Checks the password first: only someone who knows it may learn which addresses are taken.
  const member = await confirmPassword(services, actor, { password, purpose })
  const email = parseEmail(newEmail)
  if (!email) throw refused('Enter an email address, such as name@example.com.')
  const { client } = actor
  const issued = await services.events.transact(services.db, async (change) => {
    const code = await beginChange(change.tx, services.secretKey, member, email, client)
    await noticeChange(services, change, { ...requested, to: member, client })
    return code
  })
  sendVerificationMail(services, { email, purpose: 'CHANGE_EMAIL' }, issued.code)
  const { expiresAt, resendAvailableAt } = issued
  return { pendingEmail: email, expiresAt, resendAvailableAt }
}

async function beginChange(
  tx: Tx,
  secretKey: Buffer,
  member: ConfirmedMember,
  email: string,
  client: Actor['client'],
): Promise<IssuedCode> {
  const current = await lockEmail(tx, member.id)
  // The password changed meanwhile, so the old one no longer allows this.
  if (current.passwordHash !== member.passwordHash) throw new InvalidCredentialsError()
  if (email === current.email) throw refused('This is already your email address.')
  const taken = await tx.teamMember.findUnique({ where: { email }, select: { id: true } })
  if (taken) throw refused('This email address is already in use. Choose another.')
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
