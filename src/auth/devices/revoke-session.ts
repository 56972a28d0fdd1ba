// Ending one of one's sessions from another, or from itself: that is a logout.
import type { ClientInfo } from '../../identity/actor.ts'
import type { CurrentSession } from '../../identity/session.ts'
import { NotFoundError } from '../../platform/errors.ts'
import type { DatabaseServices } from '../../platform/services.ts'
import { endOwnSession } from './end-session.ts'

/** Said for another member's session as for one that never was. */
export const noSuchSession = 'You have no session of this id. It may have ended already.'

/** @throws NotFoundError */
export async function revokeSession(
  services: DatabaseServices,
  session: CurrentSession,
  sessionId: string,
  client: ClientInfo,
): Promise<void> {
  const ended = await endOwnSession(services, session, sessionId, client)
  if (!ended) throw new NotFoundError(noSuchSession)
}
