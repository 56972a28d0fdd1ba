// Checks a signed-in member's password again, before changes that a stolen session must not make.

import { type AuditAction, recordEvent } from '../../audit/record-event.ts'
import type { Actor } from '../../identity/actor.ts'
import { ExpectedError, RateLimitedError } from '../../platform/errors.ts'
import { countOrRefuse } from '../../platform/limits/count-or-refuse.ts'
import { forgetTries, type RateLimit } from '../../platform/limits/rate-limit.ts'
import type { NoticeServices, PasswordServices } from '../../platform/services.ts'
import { InvalidCredentialsError } from '../errors.ts'
import { noticeFailure } from '../notices/notices.ts'
import { verifyPassword } from './password.ts'

const minute = 60

/**
 * The numbers of the sign-in limit, but counted for each session. So strangers who fail to sign in as the member cannot
 * keep the member from changing the password (ASVS 6.1.1), and a stolen session gets no more tries than a stranger.
 */
const sessionLimit: RateLimit = {
  name: 'password:session',
  limit: 10,
  windowSeconds: 24 * 60 * minute,
  blockSeconds: 15 * minute,
}

/** Why the password is needed: what the audit event says when it is wrong. */
type Purpose = { failure: AuditAction; purpose: string }

/** The member. `passwordHash` is the hash that the password was compared with, for writes that depend on it. */
export type ConfirmedMember = { id: string; accountId: string; email: string; passwordHash: string }

/**
 * Checks the actor's own password.
 * @throws InvalidCredentialsError, RateLimitedError
 */
export async function confirmPassword(
  services: PasswordServices,
  actor: Actor,
  { password, purpose }: { password: string; purpose: Purpose },
): Promise<ConfirmedMember> {
  const member = await services.db.teamMember.findUniqueOrThrow({
    where: { id: actor.session.teamMemberId },
    select: { id: true, accountId: true, email: true, passwordHash: true },
  })
  try {
    const passwordHash = await checkPassword(services, actor, member.passwordHash, password)
    return { ...member, passwordHash }
  } catch (error) {
    if (error instanceof ExpectedError) await noteFailure(services, actor, member.email, purpose, error)
    throw error
  }
}

async function checkPassword(
  services: PasswordServices,
  { session }: Actor,
  passwordHash: string | null,
  password: string,
): Promise<string> {
  const { db } = services
  await countOrRefuse(db, sessionLimit, session.id, 'Too many wrong passwords.')
  const matches = await verifyPassword(services, passwordHash, password)
  if (!matches || !passwordHash) throw new InvalidCredentialsError()
  await forgetTries(db, sessionLimit, session.id)
  return passwordHash
}

async function noteFailure(
  services: NoticeServices,
  { session: { id, teamMemberId, accountId }, client }: Actor,
  email: string,
  { failure, purpose }: Purpose,
  error: ExpectedError,
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
  noticeFailure(services, {
    to: { id: teamMemberId, email },
    client,
    kind: 'wrong-passwords',
    subject: 'Too many wrong passwords',
    happened: `Somebody who is signed in as you gave a wrong password ${sessionLimit.limit} times.`,
  })
}
