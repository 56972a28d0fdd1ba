// Signing out everywhere else.
import { recordEvent } from '../../audit/record-event.ts'
import type { Services } from '../../platform/services.ts'
import { endSessions } from './end-access.ts'
import type { ClientInfo, CurrentSession } from '../../identity/session.ts'

/** Ends the member's sessions but the one that asks. Returns how many ended. */
export async function revokeOtherSessions(
  { db, events }: Pick<Services, 'db' | 'events'>,
  { id, teamMemberId, accountId }: CurrentSession,
  client: ClientInfo,
): Promise<number> {
  return events.transact(db, async (tx, announce) => {
    const revoked = await endSessions(tx, announce, teamMemberId, { sessionId: id })
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
