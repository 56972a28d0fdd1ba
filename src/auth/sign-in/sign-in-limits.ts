// Limits of failed sign-ins. Wrong passwords and wrong codes count together, for the person and for the network address.

import { recordEvent } from '../../audit/record-event.ts'
import type { ClientInfo } from '../../identity/actor.ts'
import type { DbOrTx } from '../../platform/database/db.ts'
import { fingerprint } from '../../platform/encryption/crypto.ts'
import { RateLimitedError } from '../../platform/errors.ts'
import { countOrRefuse } from '../../platform/limits/count-or-refuse.ts'
import { countTry, forgetTries, type RateLimit, returnTry } from '../../platform/limits/rate-limit.ts'
import type { NoticeServices } from '../../platform/services.ts'
import { normalizeEmail } from '../email/email-address.ts'
import { noticeLockout } from '../notices/notices.ts'

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
/** A trusted device has a count of its own, so that nobody else's failures lock it out (ASVS 6.1.1). */
const deviceLimit: RateLimit = { ...personLimit, name: 'sign-in:device' }

/** Ten refusals in a minute are audited, then none for ten minutes: an attacker is seen, and cannot fill the table. */
const refusalLimit: RateLimit = {
  name: 'sign-in:refusals',
  limit: 10,
  windowSeconds: minute,
  blockSeconds: 10 * minute,
}

/** What a try counts against. The subject may be a fingerprint: a person may type their password as their email. */
export type SignInSubject = { rule: RateLimit; subject: string }

/** For a client that holds no trusted device of the person. */
export const subjectsOf = (email: string, client: ClientInfo): SignInSubject[] => [
  { rule: personLimit, subject: fingerprint(normalizeEmail(email)) },
  { rule: addressLimit, subject: client.ipAddress ?? 'unknown' },
]

export const subjectsOfDevice = (token: string): SignInSubject[] => [
  { rule: deviceLimit, subject: fingerprint(token) },
]

/**
 * Counts a try before anything is compared, so that parallel guesses are all counted. A refusal is audited, and the
 * member is told by email.
 * @throws RateLimitedError
 */
export async function countSignInTry(
  services: NoticeServices,
  subjects: SignInSubject[],
  member: { id: string; accountId: string; email: string } | null,
  client: ClientInfo,
): Promise<void> {
  try {
    for (const { rule, subject } of subjects) {
      await countOrRefuse(services.db, rule, subject, 'Too many sign-in attempts.')
    }
  } catch (error) {
    if (error instanceof RateLimitedError) await noteRefusal(services, member, client)
    throw error
  }
}

async function noteRefusal(
  services: NoticeServices,
  member: { id: string; accountId: string; email: string } | null,
  client: ClientInfo,
): Promise<void> {
  if (member) noticeLockout(services, member, client, personLimit)
  if ((await countTry(services.db, refusalLimit, client.ipAddress ?? 'unknown')) !== null) return
  await recordEvent(services.db, {
    action: 'login.rate_limited',
    accountId: member?.accountId ?? null,
    actorId: null,
    ...(member && { subject: { type: 'team_member', id: member.id } }),
    client,
  })
}

/**
 * Forgets the failures of the person or the device after a sign-in. The network address only gets this try back: many
 * people may share it, and an attacker could sign in to an account of their own between guesses.
 */
export async function forgetSignInTries(db: DbOrTx, subjects: SignInSubject[]): Promise<void> {
  for (const { rule, subject } of subjects) {
    if (rule !== addressLimit) await forgetTries(db, rule, subject)
  }
  await returnAddressTry(db, subjects)
}

/** Gives the network address its try back, after a correct password. */
export async function returnAddressTry(db: DbOrTx, subjects: SignInSubject[]): Promise<void> {
  for (const { rule, subject } of subjects) {
    if (rule === addressLimit) await returnTry(db, rule, subject)
  }
}
