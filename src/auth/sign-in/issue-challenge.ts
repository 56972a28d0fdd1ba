// The second step of a sign-in: a challenge, and its code by email.

import { recordEvent } from '../../audit/record-event.ts'
import type { SessionTransport } from '../../generated/prisma/enums.ts'
import type { ClientInfo } from '../../identity/actor.ts'
import { createToken, hashToken } from '../../platform/encryption/crypto.ts'
import type { SignInServices } from '../../platform/services.ts'
import { codeMinutes, createChallenge, type IssuedCode } from '../factors/challenge.ts'
import { renderCodeMail } from '../factors/email-code/code-mail.ts'
import { createMailedLink } from '../notices/mailed-link.ts'
import { notMeUrl } from '../notices/mails.ts'

/** The password was right; the emailed code is asked for. */
export type VerificationRequired = {
  challengeToken: string
  /** The address that the code went to, masked. */
  sentTo: string
  expiresAt: Date
  resendAvailableAt: Date
  rememberMeAllowed: boolean
}

/**
 * Issues a challenge and sends its code.
 * @returns null when the password was changed, or the member deactivated, since the password was compared.
 * @throws RateLimitedError when the person was sent too many codes.
 */
export async function issueChallenge(
  services: SignInServices,
  member: { id: string; accountId: string; email: string; passwordHash: string; rememberMeAllowed: boolean },
  sessionTransport: SessionTransport,
  client: ClientInfo,
): Promise<VerificationRequired | null> {
  const challengeToken = createToken()
  const issued = await createChallenge(services.db, services.secretKey, {
    teamMemberId: member.id,
    purpose: 'SIGN_IN',
    email: member.email,
    tokenHash: hashToken(challengeToken),
    sessionTransport,
    passwordHash: member.passwordHash,
  })
  if (!issued) return null
  await recordEvent(services.db, {
    action: 'challenge.issued',
    accountId: member.accountId,
    actorId: member.id,
    subject: { type: 'challenge', id: issued.challengeId },
    client,
  })
  await sendCode(services, member, issued.code, client)
  return describeChallenge(challengeToken, member, issued)
}

/**
 * Sends a sign-in's code, with a link for whoever did not sign in. The mail is handed over and not waited for: a slow
 * mail server must neither hold up the answer nor be told apart from a fast one.
 */
export async function sendCode(
  { db, mailer, publicUrl }: SignInServices,
  to: { id: string; email: string },
  code: string,
  client: ClientInfo,
): Promise<void> {
  const notMe = notMeUrl(publicUrl, await createMailedLink(db, to, 'NOT_ME'))
  const mail = renderCodeMail({ code, validForMinutes: codeMinutes, notMeUrl: notMe, ...client })
  void mailer.send({ to: to.email, ...mail }, { validForSeconds: codeMinutes * 60 })
}

/** A challenge as its client sees it. */
export const describeChallenge = (
  challengeToken: string,
  member: { email: string; rememberMeAllowed: boolean },
  { expiresAt, resendAvailableAt }: IssuedCode,
): VerificationRequired => ({
  challengeToken,
  sentTo: maskEmail(member.email),
  expiresAt,
  resendAvailableAt,
  rememberMeAllowed: member.rememberMeAllowed,
})

/** `jane@example.com` as `j•••@example.com`. */
export function maskEmail(email: string): string {
  const [name = '', domain = ''] = email.split('@')
  return `${name.slice(0, 1)}•••@${domain}`
}
