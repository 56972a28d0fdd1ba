// Signing in with e-mail and password. Where the account has MFA on, a code by e-mail completes it.
import type { SessionTransport } from '../generated/prisma/enums.ts'
import { hashToken } from '../platform/crypto.ts'
import type { Db } from '../platform/db.ts'
import { RateLimitedError } from '../platform/errors.ts'
import { countTry, forgetTries, type RateLimit } from '../platform/rate-limit.ts'
import type { Services } from '../platform/services.ts'
import { InvalidCredentialsError } from './errors.ts'
import { issueChallenge, type VerificationRequired } from './issue-challenge.ts'
import { verifyPassword } from './password.ts'
import { type ClientInfo, createSession, type SignedIn } from './session.ts'
import { isTrustedDevice } from './trusted-device.ts'

const minute = 60
const personLimit: RateLimit = {
  name: 'sign-in:person',
  limit: 10,
  windowSeconds: 24 * 60 * minute,
  blockSeconds: 15 * minute,
}
const addressLimit: RateLimit = {
  name: 'sign-in:address',
  limit: 100,
  windowSeconds: 15 * minute,
  blockSeconds: 15 * minute,
}

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
  services: Pick<Services, 'db' | 'mailer' | 'secretKey'>,
  credentials: Credentials,
  client: ClientInfo,
): Promise<SignedIn | VerificationRequired> {
  const { db } = services
  const email = normalizeEmail(credentials.email)
  const tries = [
    { rule: personLimit, subject: hashToken(email).toString('hex') },
    { rule: addressLimit, subject: client.ipAddress ?? 'unknown' },
  ]
  // Counted before the password is looked at, so that parallel guesses are all counted.
  for (const { rule, subject } of tries) await refuseOverLimit(db, rule, subject)
  const member = await findMember(db, email)
  const matches = await verifyPassword(member?.passwordHash ?? null, credentials.password)
  if (!member || !matches || member.status !== 'ACTIVE') throw new InvalidCredentialsError()
  for (const { rule, subject } of tries) await forgetTries(db, rule, subject)

  const device = credentials.trustedDeviceToken
  const codeNeeded = member.mfaEnabled && !(device && (await isTrustedDevice(db, member.id, device)))
  if (codeNeeded) return issueChallenge(services, member, credentials.sessionTransport, client)
  const signedIn = await createSession(db, member.id, client)
  if (!signedIn) throw new InvalidCredentialsError()
  return signedIn
}

/** E-mail addresses are compared without regard to case or surrounding space. */
export const normalizeEmail = (email: string): string => email.trim().toLowerCase()

async function refuseOverLimit(db: Db, rule: RateLimit, subject: string): Promise<void> {
  const retryAfterSeconds = await countTry(db, rule, subject)
  if (retryAfterSeconds === null) return
  const minutes = Math.ceil(retryAfterSeconds / minute)
  throw new RateLimitedError(
    `There were too many tries to sign in. Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`,
    retryAfterSeconds,
  )
}

async function findMember(db: Db, email: string) {
  const found = await db.teamMember.findUnique({
    where: { email },
    select: {
      id: true,
      email: true,
      passwordHash: true,
      status: true,
      account: { select: { mfaEnabled: true, rememberMeAllowed: true } },
    },
  })
  return found && { ...found, ...found.account }
}
