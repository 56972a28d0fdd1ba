// Where a member is signed in, and which devices are remembered. What has ended is the database's clock's to say, and
// Prisma's filters do not know it: so these give ids.

import { idleHours } from '../../identity/session.ts'
import type { DbOrTx } from '../../platform/database/db.ts'

/** The member's live sessions. */
export async function listLiveSessions(db: DbOrTx, teamMemberId: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM session
    WHERE team_member_id = ${teamMemberId}::uuid AND expires_at > now()
      AND last_seen_at > now() - ${idleHours} * interval '1 hour'`
  return rows.map(({ id }) => id)
}

/** The devices on which the member is asked for no code. */
export async function listTrustedDevices(db: DbOrTx, teamMemberId: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM trusted_device WHERE team_member_id = ${teamMemberId}::uuid AND expires_at > now()`
  return rows.map(({ id }) => id)
}
