// Giving the code that went to an email address: the address is proven, or takes the place of the old one.

import { recordEvent } from '../../audit/record-event.ts'
import { Prisma } from '../../generated/prisma/client.ts'
import type { ClientInfo } from '../../identity/actor.ts'
import { lockAccount } from '../../identity/lock-account.ts'
import type { CurrentSession } from '../../identity/session.ts'
import type { Tx } from '../../platform/database/db.ts'
import type { Change } from '../../platform/events/events.ts'
import { countOrRefuse } from '../../platform/limits/count-or-refuse.ts'
import { forgetTries, type RateLimit } from '../../platform/limits/rate-limit.ts'
import type { SignInServices } from '../../platform/services.ts'
import { endAllAccess } from '../devices/end-all-access.ts'
import { ChallengeExpiredError, InvalidCodeError } from '../errors.ts'
import { type CountedChallenge, consumeChallenge, countAttempt } from '../factors/challenge.ts'
import { compareCode } from '../factors/email-code/code.ts'
import { noteInBell, noticeAttempt, noticeChange } from '../notices/notices.ts'
import { findEmailChallenge } from './email-challenge.ts'
import { lockEmail } from './lock-email.ts'

const minute = 60

/** Tries of a member over all their challenges: a new one gives no new tries (ASVS 6.6.3). */
const personLimit: RateLimit = {
  name: 'email-code:person',
  limit: 10,
  windowSeconds: 24 * 60 * minute,
  blockSeconds: 15 * minute,
}

/**
 * Proves the address that the newest code went to.
 * @throws InvalidCodeError, ChallengeExpiredError, RateLimitedError
 */
export async function verifyEmail(
  services: SignInServices,
  session: CurrentSession,
  code: string,
  client: ClientInfo,
): Promise<void> {
  await countOrRefuse(services.db, personLimit, session.teamMemberId, 'Too many codes were tried.')
  try {
    await checkAndComplete(services, session, code, client)
  } catch (error) {
    // There is no sign-in to begin again, as the error says otherwise.
    if (error instanceof ChallengeExpiredError) throw codeIsOver()
    throw error
  }
  await forgetTries(services.db, personLimit, session.teamMemberId)
}

const codeIsOver = () => new ChallengeExpiredError('This code no longer works. Ask for a new one.')

async function checkAndComplete(
  services: SignInServices,
  session: CurrentSession,
  code: string,
  client: ClientInfo,
): Promise<void> {
  const open = await findEmailChallenge(services.db, session.teamMemberId)
  if (!open) throw new ChallengeExpiredError()
  const challenge = await countAttempt(services.db, open.id)
  try {
    compareCode(services.secretKey, challenge, code)
  } catch (error) {
    if (error instanceof InvalidCodeError) await noteWrongCode(services, session, challenge, client)
    throw error
  }
  await complete(services, session, challenge, client)
}

async function complete(
  services: SignInServices,
  session: CurrentSession,
  challenge: CountedChallenge,
  client: ClientInfo,
): Promise<void> {
  const { teamMemberId } = session
  const oldEmail = await services.events.transact(services.db, async (change) => {
    const { tx } = change
    await lockAccount(tx, session.accountId)
    const { email, pendingEmail } = await lockEmail(tx, teamMemberId)
    const expected = challenge.purpose === 'CHANGE_EMAIL' ? pendingEmail : email
    if (expected !== challenge.email) throw new ChallengeExpiredError()
    await consumeChallenge(tx, challenge)
    if (challenge.purpose === 'CHANGE_EMAIL') await replaceEmail(change, session, challenge.email)
    await tx.$executeRaw`UPDATE team_member SET email_verified_at = now() WHERE id = ${teamMemberId}::uuid`
    await recordVerified(tx, session, challenge, email, client)
    return email
  })
  if (challenge.purpose === 'CHANGE_EMAIL') noticeOldAddress(services, challenge, oldEmail, client)
}

const emailChanged = 'Your email address was changed'

/** What the old address opened ends with it, but for the session that gave the code. */
async function replaceEmail(
  change: Change,
  { id, teamMemberId }: CurrentSession,
  email: string,
): Promise<void> {
  const { tx } = change
  try {
    await tx.teamMember.update({ where: { id: teamMemberId }, data: { email } })
  } catch (error) {
    if (isTaken(error)) throw new ChallengeExpiredError()
    throw error
  }
  await endAllAccess(change, teamMemberId, { sessionId: id })
  await noteInBell(change, teamMemberId, {
    subject: emailChanged,
    happened: 'You sign in with another address from now on. Devices that were remembered are forgotten.',
  })
}

/** Somebody else has taken the address since it was asked for. */
const isTaken = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'

async function recordVerified(
  tx: Tx,
  { teamMemberId, accountId }: CurrentSession,
  { purpose, email }: CountedChallenge,
  oldEmail: string,
  client: ClientInfo,
): Promise<void> {
  await recordEvent(tx, {
    action: purpose === 'CHANGE_EMAIL' ? 'email.changed' : 'email.verified',
    accountId,
    actorId: teamMemberId,
    subject: { type: 'team_member', id: teamMemberId },
    client,
    details: purpose === 'CHANGE_EMAIL' ? { from: oldEmail, to: email } : { email },
  })
}

function noticeOldAddress(
  services: SignInServices,
  { id, teamMemberId }: CountedChallenge,
  oldEmail: string,
  client: ClientInfo,
): void {
  const change = {
    // Every change is told: after one that was the owner's own, another within the hour may be a thief's.
    kind: `email-changed:${id}`,
    subject: emailChanged,
    happened:
      'This is no longer the address that you sign in with. Devices that were remembered are forgotten.',
  }
  noticeChange(services, { id: teamMemberId, email: oldEmail }, change, client)
}

async function noteWrongCode(
  services: SignInServices,
  { teamMemberId, accountId }: CurrentSession,
  challenge: CountedChallenge,
  client: ClientInfo,
): Promise<void> {
  const { email } = await services.db.teamMember.findUniqueOrThrow({
    where: { id: teamMemberId },
    select: { email: true },
  })
  await recordEvent(services.db, {
    action: 'challenge.code_wrong',
    accountId,
    actorId: teamMemberId,
    subject: { type: 'challenge', id: challenge.id },
    client,
  })
  const attempt = {
    kind: 'wrong-email-code',
    subject: 'A wrong code for your email was entered',
    happened: 'Somebody who is signed in as you gave a wrong code for an email address.',
  }
  noticeAttempt(services, { id: teamMemberId, email }, attempt, client)
}
