// Signing in with email and password. Where the account has MFA on, a code by email completes it.

import { recordEvent } from '../../audit/record-event.ts'
import type { SessionTransport } from '../../generated/prisma/enums.ts'
import type { ClientInfo } from '../../identity/actor.ts'
import type { Db } from '../../platform/database/db.ts'
import type { SignInServices } from '../../platform/services.ts'
import { isTrustedDevice } from '../devices/trusted-device.ts'
import { parseEmail } from '../email/email-address.ts'
import { InvalidCredentialsError } from '../errors.ts'
import { rehashIfOutdated, verifyPassword } from '../passwords/password.ts'
import { beginSession, type Proof, type SignedIn } from './begin-session.ts'
import { issueChallenge, type VerificationRequired } from './issue-challenge.ts'
import {
  countSignInTry,
  forgetSignInTries,
  returnAddressTry,
  subjectsOf,
  subjectsOfDevice,
} from './sign-in-limits.ts'

export type Credentials = {
  email: string
  password: string
  sessionTransport: SessionTransport
  trustedDeviceToken: string | null
}

/**
 * Checks the credentials and signs in, or asks for the code. Unknown and known people get the same answer after
 * the same work (ASVS 6.3.8).
 * @throws InvalidCredentialsError, RateLimitedError
 */
export async function login(
  services: SignInServices,
  credentials: Credentials,
  client: ClientInfo,
): Promise<SignedIn | VerificationRequired> {
  const { db } = services
  const member = await findMember(db, credentials.email)
  const device = await findOwnDevice(db, member, credentials.trustedDeviceToken)
  const subjects = device ? subjectsOfDevice(device) : subjectsOf(credentials.email, client)
  await countSignInTry(services, subjects, member, client)
  const matches = await verifyPassword(member?.passwordHash ?? null, credentials.password)
  if (!member?.passwordHash || !matches || member.status !== 'ACTIVE') return refuse(db, member, client)
  const passwordHash = await rehashIfOutdated(db, member.id, member.passwordHash, credentials.password)

  const proof: Proof = device
    ? { kind: 'trusted-device', passwordHash, token: device }
    : { kind: 'password', passwordHash }
  const signedIn = await db.$transaction((tx) => beginSession(tx, member.id, proof, client))
  if (signedIn) {
    await forgetSignInTries(db, subjects)
    return signedIn
  }
  // With MFA on, the password alone signs nobody in. The failures are forgotten only once the code is right, or new
  // challenges would give new tries.
  const challenge = await issueChallenge(
    services,
    { ...member, passwordHash },
    credentials.sessionTransport,
    client,
  )
  if (!challenge) return refuse(db, member, client)
  await returnAddressTry(db, subjects)
  return challenge
}

type Member = NonNullable<Awaited<ReturnType<typeof findMember>>>

async function findMember(db: Db, text: string) {
  const email = parseEmail(text)
  if (!email) return null
  const found = await db.teamMember.findUnique({
    where: { email },
    select: {
      id: true,
      accountId: true,
      email: true,
      passwordHash: true,
      status: true,
      account: { select: { mfaEnabled: true, rememberMeAllowed: true } },
    },
  })
  return found && { ...found, ...found.account }
}

/** The given device token, if it is this member's. For an unknown member the same look-up is done for nobody. */
async function findOwnDevice(db: Db, member: Member | null, token: string | null): Promise<string | null> {
  if (!token) return null
  const nobody = '00000000-0000-0000-0000-000000000000'
  return (await isTrustedDevice(db, member?.id ?? nobody, token)) ? token : null
}

async function refuse(db: Db, member: Member | null, client: ClientInfo): Promise<never> {
  await recordEvent(db, {
    action: 'login.failed',
    accountId: member?.accountId ?? null,
    actorId: null,
    ...(member && { subject: { type: 'team_member', id: member.id } }),
    client,
  })
  throw new InvalidCredentialsError()
}
