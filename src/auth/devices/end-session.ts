// Ending one's own session.
import { recordEvent } from '../../audit/record-event.ts'
import type { Services } from '../../platform/services.ts'
import { sessionsTopic } from './end-access.ts'
import type { ClientInfo, CurrentSession } from '../../identity/session.ts'

/** Ends a session of the member: its token opens nothing from the next request on. Returns false when there is none. */
export async function endOwnSession(
  { db, events }: Pick<Services, 'db' | 'events'>,
  { teamMemberId, accountId }: CurrentSession,
  sessionId: string,
  client: ClientInfo,
): Promise<boolean> {
  return events.transact(db, async (tx, announce) => {
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
