import type { Tx } from '../../platform/database/db.ts'
import type { Topic } from '../../platform/events/events.ts'
import { dropTrustedDevices, endChallenges, endSessions } from './end-access.ts'
import { voidMailedLinks } from '../notices/mailed-link.ts'

/**
 * Ends what a password or an e-mail address opened before it was replaced: sessions, remembered devices, codes that are
 * waited for, a change of the e-mail, reset links. The caller holds the member's lock: that comes first, everywhere.
 * @param except the session that goes on, if any.
 */
export async function endAllAccess(
  tx: Tx,
  announce: (topic: Topic) => void,
  teamMemberId: string,
  except: { sessionId: string } | null,
): Promise<void> {
  await tx.teamMember.updateMany({ where: { id: teamMemberId }, data: { pendingEmail: null } })
  await endSessions(tx, announce, teamMemberId, except)
  await dropTrustedDevices(tx, teamMemberId)
  await endChallenges(tx, teamMemberId)
  await voidMailedLinks(tx, teamMemberId, 'PASSWORD_RESET')
}
