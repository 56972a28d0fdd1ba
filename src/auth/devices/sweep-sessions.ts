import { Prisma } from '../../generated/prisma/client.ts'
import { idleHours } from '../../identity/session.ts'
import type { Sweep } from '../../platform/database/sweep.ts'

/**
 * Deletes sessions that are past both their ends, the absolute one and the idle one. Their tickets are swept before them
 * (src/sweeps.ts): deleting a session deletes its tickets, and would otherwise wait for locks on them.
 */
export const sweepSessions: Sweep = {
  table: 'session',
  key: 'id',
  time: 'expires_at',
  keptHours: 24,
  onlyIf: Prisma.sql`last_seen_at <= now() - ${idleHours} * interval '1 hour'`,
}
