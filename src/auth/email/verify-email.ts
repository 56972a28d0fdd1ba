// Checks the code that was sent to an email address. A right code verifies the address, or completes the change to it.

import { recordEvent } from '../../audit/record-event.ts'
import { Prisma } from '../../generated/prisma/client.ts'
import type { Actor } from '../../identity/actor.ts'
import { lockAccount } from '../../identity/lock-account.ts'
import type { Tx } from '../../platform/database/db.ts'
import type { Change } from '../../platform/events/events.ts'
import { countOrRefuse } from '../../platform/limits/count-or-refuse.ts'
import { forgetTries, type RateLimit } from '../../platform/limits/rate-limit.ts'
import type { SignInServices } from '../../platform/services.ts'
import { endAllAccess } from '../devices/end-all-access.ts'
import { ChallengeExpiredError, InvalidCodeError } from '../errors.ts'
import { type CountedChallenge, consumeChallenge, countCodeTry } from '../factors/challenge.ts'
import { compareCode } from '../factors/email-code/code.ts'
import { addNotice } from '../notices/add-notice.ts'
import { noteInBell, noticeFailure } from '../notices/notices.ts'
import { findEmailChallenge } from './email-challenge.ts'
import { lockEmail } from './lock-email.ts'

const minute = 60

/** Counts a member's tries across challenges: a new challenge gives no new tries (ASVS 6.6.3). */
const personLimit: RateLimit = {
  name: 'email-code:person',
  limit: 10,
  windowSeconds: 24 * 60 * minute,
  blockSeconds: 15 * minute,
}

/**
 * Verifies the address that the newest code was sent to.
 * @throws InvalidCodeError, ChallengeExpiredError, RateLimitedError
 */
export async function verifyEmail(services: SignInServices, actor: Actor, code: string): Promise<void> {
  const { teamMemberId } = actor.session
  await countOrRefuse(services.db, personLimit, teamMemberId, 'Too many codes were tried.')
  try {
    await checkAndComplete(services, actor, code)
  } catch (error) {
    // The default message is about a sign-in.
    if (error instanceof ChallengeExpiredError) throw codeExpired()
    throw error
  }
  await forgetTries(services.db, personLimit, teamMemberId)
}

const codeExpired = () => new ChallengeExpiredError('This code no longer works. Request a new one.')

async function checkAndComplete(services: SignInServices, actor: Actor, code: string): Promise<void> {
  const open = await findEmailChallenge(services.db, actor.session.teamMemberId)
  if (!open) throw new ChallengeExpiredError()
  const challenge = await countCodeTry(services.db, open.id)
  try {
    compareCode(services.secretKey, challenge, code)
  } catch (error) {
    if (error instanceof InvalidCodeError) await noteWrongCode(services, actor, challenge)
    throw error
  }
  await complete(services, actor, challenge)
}

async function complete(services: SignInServices, actor: Actor, challenge: CountedChallenge): Promise<void> {
  const { teamMemberId, accountId } = actor.session
  await services.events.transact(services.db, async (change) => {
    const { tx } = change
    await lockAccount(tx, accountId)
    const { email: oldEmail, pendingEmail } = await lockEmail(tx, teamMemberId)
    const expected = challenge.purpose === 'CHANGE_EMAIL' ? pendingEmail : oldEmail
    if (expected !== challenge.email) throw new ChallengeExpiredError()
    await consumeChallenge(tx, challenge)
    if (challenge.purpose === 'CHANGE_EMAIL') {
      await replaceEmail(change, actor, challenge.email)
      await tellOldAddress(services, change, actor, { challenge, oldEmail })
    }
    await tx.$executeRaw`UPDATE team_member SET email_verified_at = now() WHERE id = ${teamMemberId}::uuid`
    await recordVerified(tx, actor, challenge, oldEmail)
  })
}

const emailChanged = 'Your email address was changed'

/** Changes the address, and ends all access but the actor's session. */
async function replaceEmail(
  change: Change,
  { session: { id, teamMemberId } }: Actor,
  email: string,
): Promise<void> {
  try {
    await change.tx.teamMember.update({ where: { id: teamMemberId }, data: { email } })
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

/** Whether another member took the address since the change was requested. */
const isTaken = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'

async function recordVerified(
  tx: Tx,
  { session: { teamMemberId, accountId }, client }: Actor,
  { purpose, email }: CountedChallenge,
  oldEmail: string,
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

/** The text differs from the bell's: the reader of the bell signs in with the new address. */
async function tellOldAddress(
  services: SignInServices,
  change: Change,
  { session, client }: Actor,
  { challenge, oldEmail }: { challenge: CountedChallenge; oldEmail: string },
): Promise<void> {
  await addNotice(services, change, {
    to: { id: session.teamMemberId, email: oldEmail },
    client,
    // Its own kind for every change, so that none is left out: a second change within the hour may be an attacker's.
    kind: `email-changed:${challenge.id}`,
    subject: emailChanged,
    happened:
      'This is no longer the address that you sign in with. Devices that were remembered are forgotten.',
  })
}

async function noteWrongCode(
  services: SignInServices,
  { session: { teamMemberId, accountId }, client }: Actor,
  challenge: CountedChallenge,
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
  noticeFailure(services, {
    to: { id: teamMemberId, email },
    client,
    kind: 'wrong-email-code',
    subject: 'A wrong code for your email was entered',
    happened: 'Somebody who is signed in as you gave a wrong code for an email address.',
  })
}
