// The second step of a sign-in: a challenge.

import { recordEvent } from '../../audit/record-event.ts'
import type { SessionTransport } from '../../generated/prisma/enums.ts'
import type { ClientInfo } from '../../identity/actor.ts'
import { createToken, hashToken } from '../../platform/encryption/crypto.ts'
import type { SignInServices } from '../../platform/services.ts'
import { trustedDeviceDays } from '../devices/trusted-device.ts'
import type { Begun } from '../factors/challenge.ts'
import { chooseFactor } from '../factors/factors.ts'

/** The password was correct. A code completes the sign-in. */
export type VerificationRequired = {
  challengeToken: string
  /** The address that the code was sent to, masked. */
  sentTo: string
  expiresAt: Date
  resendAvailableAt: Date
  rememberMeAllowed: boolean
  rememberMeDays: number
}

/**
 * Issues a challenge for a member whose password was correct.
 * @throws RateLimitedError when too many codes were sent to the person.
 */
export async function issueChallenge(
  services: SignInServices,
  member: { id: string; accountId: string; email: string; passwordHash: string; rememberMeAllowed: boolean },
  sessionTransport: SessionTransport,
  client: ClientInfo,
): Promise<Begun<VerificationRequired>> {
  const { db } = services
  const challengeToken = createToken()
  const factor = await chooseFactor(db, member.id)
  const challenge = {
    teamMemberId: member.id,
    purpose: 'SIGN_IN' as const,
    email: member.email,
    tokenHash: hashToken(challengeToken),
    sessionTransport,
    passwordHash: member.passwordHash,
  }
  const begun = await factor.begin(services, challenge, client)
  if (begun.outcome === 'refused') return begun
  await recordEvent(db, {
    action: 'challenge.issued',
    accountId: member.accountId,
    actorId: member.id,
    subject: { type: 'challenge', id: begun.challengeId },
    client,
  })
  // After the event, so that every sent code has one.
  await begun.send()
  return { outcome: 'begun', ...describeChallenge(challengeToken, member, begun) }
}

/** The challenge, as the API returns it. */
export const describeChallenge = (
  challengeToken: string,
  member: { email: string; rememberMeAllowed: boolean },
  { expiresAt, resendAvailableAt }: { expiresAt: Date; resendAvailableAt: Date },
): VerificationRequired => ({
  challengeToken,
  sentTo: maskEmail(member.email),
  expiresAt,
  resendAvailableAt,
  rememberMeAllowed: member.rememberMeAllowed,
  rememberMeDays: trustedDeviceDays,
})

/** `jane@example.com` as `j•••@example.com`. */
export function maskEmail(email: string): string {
  const [name = '', domain = ''] = email.split('@')
  return `${name.slice(0, 1)}•••@${domain}`
}
