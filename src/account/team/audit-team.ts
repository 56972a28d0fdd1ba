// What the audit table says of a team: what was done to a member, and what was denied.

import { recordDenial } from '../../audit/record-denial.ts'
import { type AuditAction, recordEvent } from '../../audit/record-event.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import type { ClientInfo } from '../../identity/actor.ts'
import { ReauthenticationRequiredError, SensitiveDataAccessRequiredError } from '../../identity/errors.ts'
import type { CurrentSession } from '../../identity/session.ts'
import type { Db, Tx } from '../../platform/database/db.ts'
import { ForbiddenError, NotFoundError } from '../../platform/errors.ts'
import type { LockedMember } from './lock-team.ts'

type TeamEvent = {
  action: AuditAction
  actor: LockedMember
  target: { id: string }
  client: ClientInfo
  details?: Prisma.InputJsonObject
}

/** Notes what a member does to a member, in the transaction that does it. */
export const recordTeamEvent = (tx: Tx, { action, actor, target, client, details = {} }: TeamEvent) =>
  recordEvent(tx, {
    action,
    accountId: actor.accountId,
    actorId: actor.id,
    subject: { type: 'team_member', id: target.id },
    client,
    details,
  })

const denials = [
  ForbiddenError,
  NotFoundError,
  ReauthenticationRequiredError,
  SensitiveDataAccessRequiredError,
]

type Attempt = {
  session: CurrentSession
  client: ClientInfo
  /** What would be in the audit table, had it been allowed. */
  action: AuditAction
  targetId?: string
}

/** Does the work. When it is denied, that is noted after the work's transaction has been rolled back (ASVS 16.3.2). */
export async function auditDenials<T>(db: Db, attempt: Attempt, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (denials.some((denial) => error instanceof denial)) {
      const { targetId, ...denied } = attempt
      await recordDenial(db, {
        ...denied,
        ...(targetId && { subject: { type: 'team_member', id: targetId } }),
      })
    }
    throw error
  }
}
