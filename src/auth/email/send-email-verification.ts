// Sends a code that verifies the actor's email address, or the new address of a pending change.

import { recordEvent } from '../../audit/record-event.ts'
import type { Actor } from '../../identity/actor.ts'
import type { SignInServices } from '../../platform/services.ts'
import { EmailAlreadyVerifiedError } from '../errors.ts'
import { maskEmail } from '../sign-in/issue-challenge.ts'
import { type EmailTarget, renewOrCreate } from './email-challenge.ts'
import { type LockedEmail, lockEmail } from './lock-email.ts'
import { sendVerificationMail } from './verification-mail.ts'

/** Where the code was sent, and its times. */
export type SentVerification = {
  /** The address, masked. */
  sentTo: string
  expiresAt: Date
  resendAvailableAt: Date
}

/**
 * Sends a code to the new address while a change is pending, or else to the current address.
 * @throws EmailAlreadyVerifiedError, RateLimitedError
 */
export async function sendEmailVerification(
  services: SignInServices,
  { session: { teamMemberId, accountId }, client }: Actor,
): Promise<SentVerification> {
  const { target, issued } = await services.db.$transaction(async (tx) => {
    const target = chooseTarget(teamMemberId, await lockEmail(tx, teamMemberId))
    const issued = await renewOrCreate(tx, services.secretKey, target)
    await recordEvent(tx, {
      action: 'email.verification_sent',
      accountId,
      actorId: teamMemberId,
      subject: { type: 'challenge', id: issued.challengeId },
      client,
      details: { email: target.email },
    })
    return { target, issued }
  })
  sendVerificationMail(services, target, issued.code)
  const { expiresAt, resendAvailableAt } = issued
  return { sentTo: maskEmail(target.email), expiresAt, resendAvailableAt }
}

function chooseTarget(
  teamMemberId: string,
  { email, emailVerified, pendingEmail }: LockedEmail,
): EmailTarget {
  if (pendingEmail) return { teamMemberId, purpose: 'CHANGE_EMAIL', email: pendingEmail }
  if (emailVerified) throw new EmailAlreadyVerifiedError()
  return { teamMemberId, purpose: 'VERIFY_EMAIL', email }
}
