// Limits failed sign-ins. Wrong passwords and wrong codes count together, for the person and for the network address.

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
/** A trusted device has its own count, so that the failures of others do not lock it out (ASVS 6.1.1). */
const deviceLimit: RateLimit = { ...personLimit, name: 'sign-in:device' }

/** How many refusals are audited: enough to show an attack, and too few to fill the table. */
const refusalLimit: RateLimit = {
  name: 'sign-in:refusals',
  limit: 10,
  windowSeconds: minute,
  blockSeconds: 10 * minute,
}

/** What a try counts against. Emails are stored as fingerprints, because people may type their password as their email. */
export type SignInSubject = { rule: RateLimit; subject: string }

/** For a client that is not a trusted device of the person. */
export const subjectsOf = (email: string, client: ClientInfo): SignInSubject[] => [
  { rule: personLimit, subject: fingerprint(normalizeEmail(email)) },
  { rule: addressLimit, subject: client.ipAddress ?? 'unknown' },
]

export const subjectsOfDevice = (token: string): SignInSubject[] => [
  { rule: deviceLimit, subject: fingerprint(token) },
]

/**
 * Counts a try before anything is compared, so that parallel guesses are all counted. Audits a refusal, and mails the
 * member.
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
 * Resets the count of the person or the device after a sign-in. For the network address, uncounts only this try: many
 * people may share it, and an attacker could sign in to their own account between guesses.
 */
export async function forgetSignInTries(db: DbOrTx, subjects: SignInSubject[]): Promise<void> {
  for (const { rule, subject } of subjects) {
    if (rule !== addressLimit) await forgetTries(db, rule, subject)
  }
  await returnAddressTry(db, subjects)
}

/** Uncounts the try for the network address, after a correct password. */
export async function returnAddressTry(db: DbOrTx, subjects: SignInSubject[]): Promise<void> {
  for (const { rule, subject } of subjects) {
    if (rule === addressLimit) await returnTry(db, rule, subject)
  }
}
