// What members of a team may do to each other. Callers read the members under the team's lock (lock-team.ts).
import type { TeamMemberRole } from '../../generated/prisma/enums.ts'
import { mayHaveSensitiveData, whereMayHaveSensitiveData } from '../../identity/sensitive-data.ts'
import type { Tx } from '../../platform/database/db.ts'
import { NotFoundError } from '../../platform/errors.ts'
import { LastSensitiveDataAccessError } from '../errors.ts'
import type { LockedMember } from './lock-team.ts'

/** The message is the same for a member of another account and for an unknown id, so it reveals neither. */
export const noSuchMember = 'There is no such team member in your account.'

/** @throws NotFoundError */
export function requireMember(target: LockedMember | null): LockedMember {
  if (!target) throw new NotFoundError(noSuchMember)
  return target
}

/** Whether a member may invite, deactivate and reactivate members of a role. Admins may not do so to Super Admins. */
export const mayManage = (self: LockedMember, role: TeamMemberRole): boolean =>
  self.status === 'ACTIVE' &&
  (self.role === 'SUPER_ADMIN' || (self.role === 'ADMIN' && role !== 'SUPER_ADMIN'))

/** Only someone with Sensitive Data Access can grant it. Otherwise every Super Admin could grant it to themselves. */
export const mayGrantSensitiveData = (member: LockedMember): boolean =>
  member.role === 'SUPER_ADMIN' && mayHaveSensitiveData(member)

/**
 * Refuses to leave an account without anyone who can grant Sensitive Data Access. Two members who remove each other take
 * turns under the account's lock, so the second is refused.
 * @throws LastSensitiveDataAccessError
 */
export async function keepSomeoneWhoGrants(tx: Tx, target: LockedMember): Promise<void> {
  if (!mayGrantSensitiveData(target)) return
  const others = await tx.teamMember.count({
    where: {
      accountId: target.accountId,
      id: { not: target.id },
      role: 'SUPER_ADMIN',
      ...whereMayHaveSensitiveData,
    },
  })
  if (others === 0) throw new LastSensitiveDataAccessError()
}
