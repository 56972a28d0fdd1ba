// Grants and revokes Sensitive Data Access, for an account in which no one can do it any more.
import {
  describeAccessChange,
  grantAccess,
  revokeAccess,
} from '../../account/team/set-sensitive-data-access.ts'
import { noteInBell } from '../../auth/notices/notices.ts'
import { confirm } from './confirm.ts'
import { type FoundMember, findMember, lockMember } from './find.ts'
import { type Operator, operatorName, recordOperatorEvent, say } from './operator.ts'

export async function setSensitiveAccess(
  operator: Operator,
  email: string,
  granted: boolean,
  yes: boolean,
): Promise<void> {
  const member = await findMember(operator.db, email)
  const already = granted
    ? `${member.name} already has Sensitive Data Access.`
    : `${member.name} does not have Sensitive Data Access.`
  if (member.sensitiveDataAccess === granted) return say(already)
  await confirm(describeConsequence(member, granted), member.name, yes)
  if (!(await change(operator, member, granted))) return say(already)
  say(
    granted
      ? `${member.name} now has Sensitive Data Access. Their remembered devices were reset.`
      : `${member.name} no longer has Sensitive Data Access.`,
  )
  await operator.notify([member], describeAccessChange(operatorName, granted))
}

/** Returns false when someone else has done it meanwhile. */
const change = ({ db, events }: Operator, found: FoundMember, granted: boolean): Promise<boolean> =>
  events.transact(db, async (change) => {
    const { tx } = change
    const { member } = await lockMember(tx, found)
    if (member.sensitiveDataAccess === granted) return false
    if (granted) await grantAccess(tx, member)
    else await revokeAccess(change, member)
    await noteInBell(change, member.id, describeAccessChange(operatorName, granted))
    await recordOperatorEvent(tx, {
      action: granted ? 'sensitive_data_access.granted' : 'sensitive_data_access.revoked',
      accountId: member.accountId,
      subject: { type: 'team_member', id: member.id },
    })
    return true
  })

const describeConsequence = ({ name, role, account }: FoundMember, granted: boolean) =>
  granted
    ? `${name} (${role} of ${account.name}) will see and export full tax ids and bank accounts.`
    : `${name} (${role} of ${account.name}) will no longer see or export full tax ids and bank accounts.`
