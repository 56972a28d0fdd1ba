import { recordEvent } from '../../audit/record-event.ts'
import type { Actor } from '../../identity/actor.ts'
import type { DatabaseServices } from '../../platform/services.ts'
import { endSessions } from './end-access.ts'

/** Ends the member's sessions except the actor's. @returns how many ended. */
export async function revokeOtherSessions(
  { db, events }: DatabaseServices,
  { session, client }: Actor,
): Promise<number> {
  const { id, teamMemberId, accountId } = session
  return events.transact(db, async (change) => {
    const revoked = await endSessions(change, teamMemberId, { sessionId: id })
    if (revoked === 0) return 0
    await recordEvent(change.tx, {
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
