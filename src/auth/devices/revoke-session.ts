// Ending one of one's sessions from another, or from itself: that is a logout.
import { NotFoundError } from '../../platform/errors.ts'
import type { Services } from '../../platform/services.ts'
import { endOwnSession } from './end-session.ts'
import type { ClientInfo, CurrentSession } from '../../identity/session.ts'

/** Said for another member's session as for one that never was. */
export const noSuchSession = 'You have no session of this id. It may have ended already.'

/** @throws NotFoundError */
export async function revokeSession(
  services: Pick<Services, 'db' | 'events'>,
  session: CurrentSession,
  sessionId: string,
  client: ClientInfo,
): Promise<void> {
  const ended = await endOwnSession(services, session, sessionId, client)
  if (!ended) throw new NotFoundError(noSuchSession)
}
