// Ending one's own session.

import { recordEvent } from '../../audit/record-event.ts'
import type { ClientInfo } from '../../identity/actor.ts'
import type { CurrentSession } from '../../identity/session.ts'
import { sessionsTopic } from '../../identity/session.ts'
import type { DatabaseServices } from '../../platform/services.ts'

/** Ends a session of the member: its token opens nothing from the next request on. Returns false when there is none. */
export async function endOwnSession(
  { db, events }: DatabaseServices,
  { teamMemberId, accountId }: CurrentSession,
  sessionId: string,
  client: ClientInfo,
): Promise<boolean> {
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
