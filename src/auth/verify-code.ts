// Giving the e-mailed code: the gate that counts, then the comparison, then the session.
import { recordEvent } from '../audit/record-event.ts'
import type { SessionTransport } from '../generated/prisma/enums.ts'
import { hashToken } from '../platform/crypto.ts'
import type { Services } from '../platform/services.ts'
import { type CountedChallenge, compareCode, consumeChallenge, countAttempt } from './challenge.ts'
import { ChallengeExpiredError, InvalidCodeError } from './errors.ts'
import { lockForSignIn } from './lock-member.ts'
import { recordSuccess } from './login.ts'
import { noticeTrustedDevice, noticeWrongCode } from './notices.ts'
import { type ClientInfo, createSession, type SignedIn } from './session.ts'
import { countSignInTry, forgetSignInTries, subjectsOf } from './sign-in-limits.ts'
import { trustDevice } from './trusted-device.ts'

export type CodeAnswer = { challengeToken: string; code: string; rememberMe: boolean }

type VerifyServices = Pick<Services, 'db' | 'mailer' | 'secretKey' | 'publicUrl' | 'log'>

/**
 * Completes a sign-in.
 * @throws InvalidCodeError, ChallengeExpiredError, RateLimitedError
 */
export async function verifyCode(
  services: VerifyServices,
  answer: CodeAnswer,
  client: ClientInfo,
): Promise<SignedIn & { trustedDeviceToken: string | null; sessionTransport: SessionTransport }> {
  const { db, secretKey } = services
  const found = await db.challenge.findUnique({
    where: { tokenHash: Uint8Array.from(hashToken(answer.challengeToken)), purpose: 'SIGN_IN' },
    select: { id: true },
  })
  if (!found) throw new ChallengeExpiredError()
  const challenge = await countAttempt(db, found.id)
  const subjects = subjectsOf(challenge.email, client)
  // The member's own count goes on over all their challenges: a new one gives no new tries.
  await countSignInTry(db, subjects)
  try {
    compareCode(secretKey, challenge, answer.code)
  } catch (error) {
    if (error instanceof InvalidCodeError) await noteWrongCode(services, challenge, client)
    throw error
  }
  const signedIn = await complete(services, challenge, answer.rememberMe, client)
  await forgetSignInTries(db, subjects)
  return signedIn
}

async function complete(
  services: VerifyServices,
  challenge: CountedChallenge,
  rememberMe: boolean,
  client: ClientInfo,
) {
  const { teamMemberId, email, sessionTransport } = challenge
  const signedIn = await services.db.$transaction(async (tx) => {
    await lockForSignIn(tx, teamMemberId)
    await consumeChallenge(tx, challenge)
    const created = await createSession(tx, teamMemberId, client, 'code')
    if (!created) throw new ChallengeExpiredError()
    // The code proves the address as well, if it is still the member's.
    await tx.$executeRaw`
      UPDATE team_member SET email_verified_at = now()
      WHERE id = ${teamMemberId}::uuid AND email = ${email} AND email_verified_at IS NULL`
    const trustedDeviceToken = rememberMe ? await trustDevice(tx, created.session, client) : null
    return { ...created, trustedDeviceToken, sessionTransport: sessionTransport ?? 'BEARER' }
  })
  await recordSuccess(services.db, signedIn, client, 'code')
  if (signedIn.trustedDeviceToken) noticeTrustedDevice(services, { id: teamMemberId, email }, client)
  return signedIn
}

async function noteWrongCode(
  services: VerifyServices,
  challenge: CountedChallenge,
  client: ClientInfo,
): Promise<void> {
  const { teamMemberId, email } = challenge
  const { accountId } = await services.db.teamMember.findUniqueOrThrow({
    where: { id: teamMemberId },
    select: { accountId: true },
  })
  await recordEvent(services.db, {
    action: 'challenge.code_wrong',
    accountId,
    actorId: null,
    subject: { type: 'challenge', id: challenge.id },
    client,
  })
  noticeWrongCode(services, { id: teamMemberId, email }, client)
}
