import { recordEvent } from '../../audit/record-event.ts'
import type { Actor } from '../../identity/actor.ts'
import { sessionsTopic } from '../../identity/session.ts'
import type { DatabaseServices } from '../../platform/services.ts'

/**
 * Ends one of the actor's own sessions. The next request with its token is refused.
 * @returns false when the actor has no such session.
 */
export async function endOwnSession(
  { db, events }: DatabaseServices,
  { session, client }: Actor,
  sessionId: string,
): Promise<boolean> {
  const { teamMemberId, accountId } = session
  return events.transact(db, async ({ tx, announce }) => {
    const ended = await tx.$executeRaw`
      DELETE FROM session WHERE id = ${sessionId}::uuid AND team_member_id = ${teamMemberId}::uuid`
    if (ended === 0) return false
    announce(sessionsTopic(teamMemberId))
    await recordEvent(tx, {
      action: 'session.ended',
      accountId,
      actorId: teamMemberId,
      subject: { type: 'session', id: sessionId },
      client,
    })
    return true
  })
}
