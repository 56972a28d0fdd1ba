import { recordEvent } from '../../../audit/record-event.ts'
import type { ClientInfo } from '../../../identity/actor.ts'
import { hashToken } from '../../../platform/encryption/crypto.ts'
import type { SignInServices } from '../../../platform/services.ts'
import { ChallengeExpiredError } from '../../errors.ts'
import { describeChallenge, type VerificationRequired } from '../../sign-in/issue-challenge.ts'
import { renewCode } from './code.ts'
import { sendCode } from './code-mail.ts'

/**
 * Sends another code for a pending sign-in. The last code stops working.
 * @throws ChallengeExpiredError, RateLimitedError
 */
export async function resendCode(
  services: SignInServices,
  challengeToken: string,
  client: ClientInfo,
): Promise<VerificationRequired> {
  const { db, secretKey } = services
  const challenge = await db.challenge.findUnique({
    where: { tokenHash: Uint8Array.from(hashToken(challengeToken)), purpose: 'SIGN_IN' },
    select: { id: true, teamMember: { select: { accountId: true, account: true } } },
  })
  if (!challenge) throw new ChallengeExpiredError()
  const issued = await renewCode(db, secretKey, challenge.id)
  await recordEvent(db, {
    action: 'challenge.code_resent',
    accountId: challenge.teamMember.accountId,
    actorId: issued.teamMemberId,
    subject: { type: 'challenge', id: challenge.id },
    client,
  })
  await sendCode(services, { id: issued.teamMemberId, email: issued.email }, issued.code, client)
  const { rememberMeAllowed } = challenge.teamMember.account
  return describeChallenge(challengeToken, { email: issued.email, rememberMeAllowed }, issued)
}
