// Signing in with email and password. With MFA on, a code completes it.

import { recordEvent } from '../../audit/record-event.ts'
import type { SessionTransport } from '../../generated/prisma/enums.ts'
import type { ClientInfo } from '../../identity/actor.ts'
import type { Db } from '../../platform/database/db.ts'
import type { SignInServices } from '../../platform/services.ts'
import { findTrustedToken } from '../devices/trusted-device.ts'
import { parseEmail } from '../email/email-address.ts'
import { InvalidCredentialsError } from '../errors.ts'
import { rehashIfOutdated, verifyPassword } from '../passwords/password.ts'
import { type BeginSessionOutcome, beginSession, type SignedIn } from './begin-session.ts'
import { issueChallenge, type VerificationRequired } from './issue-challenge.ts'
import {
  countSignInTry,
  forgetSignInTries,
  returnAddressTry,
  type SignInSubject,
  subjectsOf,
  subjectsOfDevice,
} from './sign-in-limits.ts'

type Credentials = {
  email: string
  password: string
  sessionTransport: SessionTransport
  /** The trusted-device tokens that the client holds. They may be other members'. */
  trustedDeviceTokens: string[]
}

type LoginOutcome =
  | ({ outcome: 'signed-in' } & SignedIn)
  | ({ outcome: 'code-needed' } & VerificationRequired)

/**
 * Checks the credentials, and signs in or requires a code. Unknown and known people get the same answer after the same
 * work (ASVS 6.3.8).
 * @throws InvalidCredentialsError, RateLimitedError
 */
export async function login(
  services: SignInServices,
  credentials: Credentials,
  client: ClientInfo,
): Promise<LoginOutcome> {
  const { db } = services
  const found = await findMember(db, credentials.email)
  const device = await findOwnDevice(db, found, credentials.trustedDeviceTokens)
  const subjects = device ? subjectsOfDevice(device) : subjectsOf(credentials.email, client)
  await countSignInTry(services, subjects, found, client)
  const matches = await verifyPassword(services, found?.passwordHash ?? null, credentials.password)
  if (!found?.passwordHash || !matches || found.status !== 'ACTIVE') return refuse(db, found, client)
  const passwordHash = await rehashIfOutdated(services, found.id, found.passwordHash, credentials.password)

  const member = { ...found, passwordHash }
  const begun = await tryToBegin(db, member, device, client)
  if (begun.outcome === 'refused') return refuse(db, member, client)
  if (begun.outcome === 'code-needed') {
    return askForCode(services, member, subjects, credentials.sessionTransport, client)
  }
  await forgetSignInTries(db, subjects)
  return begun
}

type Member = NonNullable<Awaited<ReturnType<typeof findMember>>>
type CheckedMember = Member & { passwordHash: string }

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

/** The member's own token among those given. For an unknown person it does the same look-up, so the time is the same. */
async function findOwnDevice(db: Db, member: Member | null, tokens: string[]): Promise<string | null> {
  if (tokens.length === 0) return null
  const nobody = '00000000-0000-0000-0000-000000000000'
  return findTrustedToken(db, member?.id ?? nobody, tokens)
}

/** Begins a session if the password may suffice. `beginSession` decides under its locks. */
async function tryToBegin(
  db: Db,
  { id, mfaEnabled, passwordHash }: CheckedMember,
  device: string | null,
  client: ClientInfo,
): Promise<BeginSessionOutcome> {
  if (mfaEnabled && !device) return { outcome: 'code-needed' }
  const proof = device
    ? ({ kind: 'trusted-device', passwordHash, token: device } as const)
    : ({ kind: 'password', passwordHash } as const)
  return db.$transaction((tx) => beginSession(tx, id, proof, client))
}

/** Does not reset the count of failures, because each new challenge would then give new tries. A right code resets it. */
async function askForCode(
  services: SignInServices,
  member: CheckedMember,
  subjects: SignInSubject[],
  sessionTransport: SessionTransport,
  client: ClientInfo,
): Promise<LoginOutcome> {
  const challenge = await issueChallenge(services, member, sessionTransport, client)
  if (challenge.outcome === 'refused') return refuse(services.db, member, client)
  await returnAddressTry(services.db, subjects)
  return { ...challenge, outcome: 'code-needed' }
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
