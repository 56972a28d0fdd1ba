// Audit events of a team: changes to its members, and denials.

import { recordDenial } from '../../audit/record-denial.ts'
import { type AuditAction, recordEvent } from '../../audit/record-event.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import type { Actor } from '../../identity/actor.ts'
import { ReauthenticationRequiredError, SensitiveDataAccessRequiredError } from '../../identity/errors.ts'
import type { Db, Tx } from '../../platform/database/db.ts'
import { ForbiddenError, NotFoundError } from '../../platform/errors.ts'

type TeamEvent = {
  action: AuditAction
  target: { id: string }
  details?: Prisma.InputJsonObject
}

/** Records a change to a member, in the transaction of the change. */
export const recordTeamEvent = (
  tx: Tx,
  { session: { accountId, teamMemberId }, client }: Actor,
  { action, target, details = {} }: TeamEvent,
): Promise<void> =>
  recordEvent(tx, {
    action,
    accountId,
    actorId: teamMemberId,
    subject: { type: 'team_member', id: target.id },
    client,
    details,
  })

const refusals = [
  ForbiddenError,
  NotFoundError,
  ReauthenticationRequiredError,
  SensitiveDataAccessRequiredError,
]

type Denial = {
  actor: Actor
  /** The action that was refused. */
  action: AuditAction
  targetId?: string
}

/** Does the work. If it is refused, records the denial after the work's transaction was rolled back (ASVS 16.3.2). */
export async function auditDenials<T>(db: Db, denial: Denial, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (refusals.some((refusal) => error instanceof refusal)) {
      const { actor, action, targetId } = denial
      const subject = targetId ? { type: 'team_member' as const, id: targetId } : undefined
      await recordDenial(db, { ...actor, action, ...(subject && { subject }) })
    }
    throw error
  }
}
