// How often signing in may fail. Wrong passwords and wrong codes count together, for the person and for the address.
import { hashToken } from '../platform/crypto.ts'
import type { DbOrTx } from '../platform/db.ts'
import { RateLimitedError } from '../platform/errors.ts'
import { countTry, forgetTries, type RateLimit } from '../platform/rate-limit.ts'
import type { ClientInfo } from './session.ts'

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
/** A remembered device has a count of its own: nobody else's failures lock it out (ASVS 6.1.1). */
const deviceLimit: RateLimit = { ...personLimit, name: 'sign-in:device' }

/** What a try counts against. */
export type SignInSubject = { rule: RateLimit; subject: string }

/** The counts of somebody who is not known to be on a device of theirs. */
export const subjectsOf = (email: string, client: ClientInfo): SignInSubject[] => [
  { rule: personLimit, subject: fingerprint(email) },
  { rule: addressLimit, subject: client.ipAddress ?? 'unknown' },
]

export const subjectsOfDevice = (token: string): SignInSubject[] => [
  { rule: deviceLimit, subject: fingerprint(token) },
]

/**
 * Counts a try, before anything is compared, so that parallel guesses are all counted.
 * @throws RateLimitedError
 */
export async function countSignInTry(db: DbOrTx, subjects: SignInSubject[]): Promise<void> {
  for (const { rule, subject } of subjects) {
    const retryAfterSeconds = await countTry(db, rule, subject)
    if (retryAfterSeconds === null) continue
    const minutes = Math.ceil(retryAfterSeconds / minute)
    throw new RateLimitedError(
      `There were too many tries to sign in. Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`,
      retryAfterSeconds,
    )
  }
}

/** Forgets the failures, after somebody has signed in. */
export async function forgetSignInTries(db: DbOrTx, subjects: SignInSubject[]): Promise<void> {
  for (const { rule, subject } of subjects) await forgetTries(db, rule, subject)
}

/** What people type as their e-mail may be their password: it is not stored. */
const fingerprint = (text: string) => hashToken(text).toString('hex')
