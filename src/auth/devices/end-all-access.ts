import type { Change } from '../../platform/events/events.ts'
import { voidMailedLinks } from '../notices/mailed-link.ts'
import { dropTrustedDevices, endChallenges, endSessions } from './end-access.ts'

/**
 * Ends all access that a replaced password or email address gave: sessions, trusted devices, challenges, a pending email
 * change and reset links. The caller holds the member's lock.
 * @param except a session that stays.
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
