// Grants and revokes Sensitive Data Access, for an account in which no member can.
import {
  describeAccessChange,
  grantAccess,
  revokeAccess,
} from '../../account/team/set-sensitive-data-access.ts'
import { noticeChange } from '../../auth/notices/notices.ts'
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
  const outcome = await setAccess(operator, member, granted)
  if (outcome === 'unchanged') return say(already)
  say(
    granted
      ? `${member.name} now has Sensitive Data Access. Their remembered devices were reset.`
      : `${member.name} no longer has Sensitive Data Access.`,
  )
  if (outcome === 'mail-queued') say(`${member.name} will be told by email.`)
}

/** 'changed': without a mail, because a notice of this kind was sent within the hour. */
type Outcome = 'unchanged' | 'changed' | 'mail-queued'

const setAccess = (operator: Operator, found: FoundMember, granted: boolean): Promise<Outcome> =>
  operator.events.transact(operator.db, async (change) => {
    const { tx } = change
    const { member } = await lockMember(tx, found)
    // Someone may have done the same during the confirmation.
    if (member.sensitiveDataAccess === granted) return 'unchanged'
    if (granted) await grantAccess(tx, member)
    else await revokeAccess(change, member)
    await recordOperatorEvent(tx, {
      action: granted ? 'sensitive_data_access.granted' : 'sensitive_data_access.revoked',
      accountId: member.accountId,
      subject: { type: 'team_member', id: member.id },
    })
    const happening = describeAccessChange(operatorName, granted)
    const queued = await noticeChange(operator, change, { ...happening, to: member, client: null })
    return queued ? 'mail-queued' : 'changed'
  })

const describeConsequence = ({ name, role, account }: FoundMember, granted: boolean) =>
  granted
    ? `${name} (${role} of ${account.name}) will see and export full Tax IDs and bank accounts.`
    : `${name} (${role} of ${account.name}) will no longer see or export full Tax IDs and bank accounts.`
