// Signing in with e-mail and password. Where the account has MFA on, a code by e-mail completes it.
import { recordEvent } from '../audit/record-event.ts'
import type { SessionTransport } from '../generated/prisma/enums.ts'
import type { Db } from '../platform/db.ts'
import { RateLimitedError } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'
import { InvalidCredentialsError } from './errors.ts'
import { issueChallenge, type VerificationRequired } from './issue-challenge.ts'
import { noticeLockout } from './notices.ts'
import { rehashIfOutdated, verifyPassword } from './password.ts'
import { type ClientInfo, createSession, type SignedIn } from './session.ts'
import { countSignInTry, forgetSignInTries, subjectsOf, subjectsOfDevice } from './sign-in-limits.ts'
import { isTrustedDevice, noteDeviceUse } from './trusted-device.ts'

export type Credentials = {
  email: string
  password: string
  sessionTransport: SessionTransport
  trustedDeviceToken: string | null
}

type LoginServices = Pick<Services, 'db' | 'mailer' | 'secretKey' | 'publicUrl' | 'log'>

/**
 * Checks the credentials and signs in, or asks for the code. Unknown and known people get the same answer after
 * the same work (ASVS 6.3.8).
 * @throws InvalidCredentialsError, RateLimitedError
 */
export async function login(
  services: LoginServices,
  credentials: Credentials,
  client: ClientInfo,
): Promise<SignedIn | VerificationRequired> {
  const { db } = services
  const email = normalizeEmail(credentials.email)
  const member = await findMember(db, email)
  const device = await findOwnDevice(db, member, credentials.trustedDeviceToken)
  const subjects = device ? subjectsOfDevice(device) : subjectsOf(email, client)
  await countSignInTry(db, subjects).catch((error) => refuseOverLimit(services, member, client, error))
  const matches = await verifyPassword(member?.passwordHash ?? null, credentials.password)
  if (!member || !matches || member.status !== 'ACTIVE') return refuse(db, member, client)
  await rehashIfOutdated(db, member, credentials.password)

  const proof = device ? 'trusted-device' : 'password'
  const signedIn = await createSession(db, member.id, client, proof)
  // With MFA on, the password alone signs nobody in. The failures are forgotten only once the code is right, or new
  // challenges would give new tries.
  if (!signedIn) return issueChallenge(services, member, credentials.sessionTransport, client)
  if (device) await noteDeviceUse(db, device)
  await forgetSignInTries(db, subjects)
  await recordSuccess(db, signedIn, client, proof)
  return signedIn
}

/** E-mail addresses are compared without regard to case or surrounding space. */
export const normalizeEmail = (email: string): string => email.trim().toLowerCase()

/** Notes a completed sign-in. */
export async function recordSuccess(
  db: Db,
  { session }: SignedIn,
  client: ClientInfo,
  proof: string,
): Promise<void> {
  await recordEvent(db, {
    action: 'login.succeeded',
    accountId: session.accountId,
    actorId: session.teamMemberId,
    subject: { type: 'session', id: session.id },
    client,
    details: { proof },
  })
}

type Member = NonNullable<Awaited<ReturnType<typeof findMember>>>

async function findMember(db: Db, email: string) {
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

async function refuseOverLimit(
  services: LoginServices,
  member: Member | null,
  client: ClientInfo,
  error: unknown,
): Promise<never> {
  if (error instanceof RateLimitedError) {
    await recordEvent(services.db, {
      action: 'login.rate_limited',
      accountId: member?.accountId ?? null,
      actorId: null,
      ...(member && { subject: { type: 'team_member', id: member.id } }),
      client,
    })
    if (member) noticeLockout(services, member, client)
  }
  throw error
}
