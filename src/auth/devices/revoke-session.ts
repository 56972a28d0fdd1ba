import type { Actor } from '../../identity/actor.ts'
import { NotFoundError } from '../../platform/errors.ts'
import type { DatabaseServices } from '../../platform/services.ts'
import { endOwnSession } from './end-session.ts'

/** The message is the same for another member's session and for one that never existed. */
export const noSuchSession = 'You have no such session. It may have ended already.'

/** Ends one of the actor's own sessions. Ending the current one is a logout. @throws NotFoundError */
export async function revokeSession(
  services: DatabaseServices,
  actor: Actor,
  sessionId: string,
): Promise<void> {
  const ended = await endOwnSession(services, actor, sessionId)
  if (!ended) throw new NotFoundError(noSuchSession)
}
