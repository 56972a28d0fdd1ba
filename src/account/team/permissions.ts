// Who may do what to whom in a team. The members are read under the team's lock (lock-team.ts).
import type { TeamMemberRole } from '../../generated/prisma/enums.ts'
import { mayHaveSensitiveData, whereMayHaveSensitiveData } from '../../identity/sensitive-data.ts'
import type { Tx } from '../../platform/database/db.ts'
import { NotFoundError } from '../../platform/errors.ts'
import { LastSensitiveDataAccessError } from '../errors.ts'
import type { LockedMember } from './lock-team.ts'

/** What is said of an id that leads to no member of the viewer's account, and of one that leads nowhere. */
export const noSuchMember = 'There is no such team member in your account.'

/** @throws NotFoundError */
export function requireMember(target: LockedMember | null): LockedMember {
  if (!target) throw new NotFoundError(noSuchMember)
  return target
}

/** Inviting, deactivating and reactivating somebody of a role: Super Admins anybody, Admins all but Super Admins. */
export const mayManage = (actor: LockedMember, role: TeamMemberRole): boolean =>
  actor.status === 'ACTIVE' &&
  (actor.role === 'SUPER_ADMIN' || (actor.role === 'ADMIN' && role !== 'SUPER_ADMIN'))

/** Only who has Sensitive Data Access can give it: otherwise every Super Admin could give it to themself. */
export const mayGrantSensitiveData = (member: LockedMember): boolean =>
  member.role === 'SUPER_ADMIN' && mayHaveSensitiveData(member)

/**
 * Refuses to take from a member what makes them the last one who can grant Sensitive Data Access. The account's lock
 * makes two members who remove each other take turns, so the second of them is refused.
 * @throws LastSensitiveDataAccessError
 */
export async function keepSomebodyWhoGrants(tx: Tx, target: LockedMember): Promise<void> {
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
