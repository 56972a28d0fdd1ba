import { Prisma } from '../../generated/prisma/client.ts'
import { idleHours } from '../../identity/session.ts'
import type { Sweep } from '../../platform/database/sweep.ts'

/**
 * Sessions, once both their ends are past: the absolute one and the idle one. Not before the tickets that were made in
 * them, which are kept as long: deleting a session deletes its tickets, and would then wait for whoever locks one.
 */
export const sweepSessions: Sweep = {
  table: 'session',
  key: 'id',
  time: 'expires_at',
  keptHours: 24,
  onlyIf: Prisma.sql`last_seen_at <= now() - ${idleHours} * interval '1 hour'`,
}
