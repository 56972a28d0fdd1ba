// The password of somebody who is signed in, asked for again before something that a stolen session must not do.

import { type AuditAction, recordEvent } from '../../audit/record-event.ts'
import type { ClientInfo } from '../../identity/actor.ts'
import type { CurrentSession } from '../../identity/session.ts'
import { ExpectedError, RateLimitedError } from '../../platform/errors.ts'
import { countOrRefuse } from '../../platform/limits/count-or-refuse.ts'
import { forgetTries, type RateLimit } from '../../platform/limits/rate-limit.ts'
import type { NoticeServices } from '../../platform/services.ts'
import { InvalidCredentialsError } from '../errors.ts'
import { noticeAttempt } from '../notices/notices.ts'
import { verifyPassword } from './password.ts'

const minute = 60

/**
 * The numbers of a failed sign-in, but a count of the session's own: strangers who fail to sign in as the member can
 * keep nobody from changing their password (ASVS 6.1.1), and whoever stole the session gets no more tries than they do.
 */
const sessionLimit: RateLimit = {
  name: 'password:session',
  limit: 10,
  windowSeconds: 24 * 60 * minute,
  blockSeconds: 15 * minute,
}

/** What the password is asked for, as the audit tells it when it is wrong. */
export type Purpose = { failure: AuditAction; purpose: string }

/** The member whose password it was. `passwordHash`: what it was compared with, for writes that depend on it. */
export type ConfirmedMember = { id: string; accountId: string; email: string; passwordHash: string }

/**
 * Checks the member's own password.
 * @throws InvalidCredentialsError, RateLimitedError after ten wrong ones on this session
 */
export async function confirmPassword(
  services: NoticeServices,
  session: CurrentSession,
  password: string,
  purpose: Purpose,
  client: ClientInfo,
): Promise<ConfirmedMember> {
  const member = await services.db.teamMember.findUniqueOrThrow({
    where: { id: session.teamMemberId },
    select: { id: true, accountId: true, email: true, passwordHash: true },
  })
  try {
    const passwordHash = await checkPassword(services, session, member.passwordHash, password)
    return { ...member, passwordHash }
  } catch (error) {
    if (error instanceof ExpectedError)
      await noteFailure(services, session, member.email, purpose, error, client)
    throw error
  }
}

async function checkPassword(
  { db }: NoticeServices,
  session: CurrentSession,
  passwordHash: string | null,
  password: string,
): Promise<string> {
  await countOrRefuse(db, sessionLimit, session.id, 'There were too many wrong passwords.')
  const matches = await verifyPassword(passwordHash, password)
  if (!matches || !passwordHash) throw new InvalidCredentialsError()
  await forgetTries(db, sessionLimit, session.id)
  return passwordHash
}

async function noteFailure(
  services: NoticeServices,
  { id, teamMemberId, accountId }: CurrentSession,
  email: string,
  { failure, purpose }: Purpose,
  error: ExpectedError,
  client: ClientInfo,
): Promise<void> {
  await recordEvent(services.db, {
    action: failure,
    accountId,
    actorId: teamMemberId,
    subject: { type: 'session', id },
    client,
    details: { purpose, reason: error.code },
  })
  if (!(error instanceof RateLimitedError)) return
  const attempt = {
    kind: 'wrong-passwords',
    subject: 'Too many wrong passwords',
    happened: 'Somebody who is signed in as you gave a wrong password ten times.',
  }
  noticeAttempt(services, { id: teamMemberId, email }, attempt, client)
}
