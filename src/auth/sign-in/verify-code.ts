// Completes a sign-in with a code: counts the try, compares the code, begins the session.

import { recordEvent } from '../../audit/record-event.ts'
import type { SessionTransport } from '../../generated/prisma/enums.ts'
import type { ClientInfo } from '../../identity/actor.ts'
import type { Db } from '../../platform/database/db.ts'
import { hashToken } from '../../platform/encryption/crypto.ts'
import type { SignInServices } from '../../platform/services.ts'
import { trustDevice } from '../devices/trusted-device.ts'
import { ChallengeExpiredError, InvalidCodeError } from '../errors.ts'
import { type CountedChallenge, consumeChallenge, countCodeTry } from '../factors/challenge.ts'
import type { FactorKind } from '../factors/factor.ts'
import { factorOf } from '../factors/factors.ts'
import { noticeChange, noticeWrongCode, trustedDeviceAdded } from '../notices/notices.ts'
import { beginSession, type SignedIn } from './begin-session.ts'
import { countSignInTry, forgetSignInTries, subjectsOf } from './sign-in-limits.ts'

/** A sign-in that waits for its code. */
type PendingSignIn = {
  challengeId: string
  sessionTransport: SessionTransport
  member: { id: string; accountId: string; email: string }
}

type CodeAnswer = { factor: FactorKind; code: string; rememberMe: boolean }

/** Finds the sign-in of a challenge. @throws ChallengeExpiredError when there is none. */
export async function findPendingSignIn(db: Db, challengeToken: string): Promise<PendingSignIn> {
  const found = await db.challenge.findUnique({
    where: { tokenHash: Uint8Array.from(hashToken(challengeToken)), purpose: 'SIGN_IN' },
    select: {
      id: true,
      sessionTransport: true,
      email: true,
      teamMember: { select: { id: true, accountId: true } },
    },
  })
  if (!found) throw new ChallengeExpiredError()
  const { id: challengeId, sessionTransport, email, teamMember } = found
  return { challengeId, sessionTransport: sessionTransport ?? 'BEARER', member: { ...teamMember, email } }
}

/**
 * Completes a sign-in.
 * @throws InvalidCodeError, ChallengeExpiredError, RateLimitedError
 */
export async function verifyCode(
  services: SignInServices,
  { challengeId, member }: PendingSignIn,
  { factor, code, rememberMe }: CodeAnswer,
  client: ClientInfo,
): Promise<SignedIn & { trustedDeviceToken: string | null }> {
  const { db } = services
  const challenge = await countCodeTry(db, challengeId)
  const subjects = subjectsOf(member.email, client)
  // Counts the member's tries across challenges: a new challenge gives no new tries.
  await countSignInTry(services, subjects, member, client)
  try {
    await factorOf(factor).check(services, challenge, code)
  } catch (error) {
    if (error instanceof InvalidCodeError) await noteWrongCode(services, challengeId, member, client)
    throw error
  }
  const signedIn = await complete(services, challenge, rememberMe, client)
  await forgetSignInTries(db, subjects)
  return signedIn
}

async function complete(
  services: SignInServices,
  challenge: CountedChallenge,
  rememberMe: boolean,
  client: ClientInfo,
) {
  const { teamMemberId, email } = challenge
  return services.events.transact(services.db, async (change) => {
    const { tx } = change
    const begun = await beginSession(tx, teamMemberId, { kind: 'code' }, client)
    if (begun.outcome !== 'signed-in') throw new ChallengeExpiredError()
    // After the locks of beginSession. Of parallel right answers, one succeeds; the others roll back.
    await consumeChallenge(tx, challenge)
    // The code also verifies the address, if it is still the member's.
    await tx.$executeRaw`
      UPDATE team_member SET email_verified_at = now()
      WHERE id = ${teamMemberId}::uuid AND email = ${email} AND email_verified_at IS NULL`
    const { session, sessionToken } = begun
    const trustedDeviceToken = rememberMe ? await trustDevice(tx, { session, client }) : null
    if (trustedDeviceToken) {
      const to = { id: teamMemberId, email }
      await noticeChange(services, change, { ...trustedDeviceAdded, to, client })
    }
    return { session, sessionToken, trustedDeviceToken }
  })
}

async function noteWrongCode(
  services: SignInServices,
  challengeId: string,
  member: PendingSignIn['member'],
  client: ClientInfo,
): Promise<void> {
  await recordEvent(services.db, {
    action: 'challenge.code_wrong',
    accountId: member.accountId,
    actorId: null,
    subject: { type: 'challenge', id: challengeId },
    client,
  })
  noticeWrongCode(services, member, client)
}
