import type { Change } from '../../platform/events/events.ts'
import { voidMailedLinks } from '../notices/mailed-link.ts'
import { dropTrustedDevices, endChallenges, endSessions } from './end-access.ts'

/**
 * Ends what a password or an email address opened before it was replaced: sessions, remembered devices, codes that are
 * waited for, a change of the email, reset links. The caller holds the member's lock: that comes first, everywhere.
 * @param except the session that goes on, if any.
 */
export async function endAllAccess(
  change: Change,
  teamMemberId: string,
  except: { sessionId: string } | null,
): Promise<void> {
  const { tx } = change
  await tx.teamMember.updateMany({ where: { id: teamMemberId }, data: { pendingEmail: null } })
  await endSessions(change, teamMemberId, except)
  await dropTrustedDevices(tx, teamMemberId)
  await endChallenges(tx, teamMemberId)
  await voidMailedLinks(tx, teamMemberId, 'PASSWORD_RESET')
}
