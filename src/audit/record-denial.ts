// Denials: requests of members that were refused (ASVS 16.3.2).
import type { Db } from '../platform/database/db.ts'
import { countTry, type RateLimit } from '../platform/limits/rate-limit.ts'
import { type AuditEvent, recordEvent } from './record-event.ts'

/** Enough to see that someone keeps trying, and what. Too few to fill the table. */
const denialLimit: RateLimit = { name: 'denials', limit: 60, windowSeconds: 60, blockSeconds: 60 }

type Denial = Pick<AuditEvent, 'action' | 'subject' | 'client'> & {
  session: { accountId: string; teamMemberId: string }
}

/**
 * Records a denial. Call it after the refused transaction has been rolled back.
 * @param denial its `action` is the one that was refused.
 */
export async function recordDenial(db: Db, { session, action, ...event }: Denial): Promise<void> {
  if ((await countTry(db, denialLimit, session.teamMemberId)) !== null) return
  await recordEvent(db, {
    ...event,
    action: 'access.denied',
    accountId: session.accountId,
    actorId: session.teamMemberId,
    details: { action },
  })
}
