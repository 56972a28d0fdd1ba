// Signing out everywhere else.

import { recordEvent } from '../../audit/record-event.ts'
import type { ClientInfo } from '../../identity/actor.ts'
import type { CurrentSession } from '../../identity/session.ts'
import type { DatabaseServices } from '../../platform/services.ts'
import { endSessions } from './end-access.ts'

/** Ends the member's sessions but the one that asks. Returns how many ended. */
export async function revokeOtherSessions(
  { db, events }: DatabaseServices,
  { id, teamMemberId, accountId }: CurrentSession,
  client: ClientInfo,
): Promise<number> {
  return events.transact(db, async (change) => {
    const { tx } = change
    const revoked = await endSessions(change, teamMemberId, { sessionId: id })
    if (revoked === 0) return 0
    await recordEvent(tx, {
      action: 'session.ended',
      accountId,
      actorId: teamMemberId,
      subject: { type: 'team_member', id: teamMemberId },
      client,
      details: { which: 'all others', count: revoked },
    })
    return revoked
  })
}
