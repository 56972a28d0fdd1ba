// Deactivates and reactivates members.

import { UnverifiedTeamMembersError } from '../../account/errors.ts'
import { deactivate } from '../../account/team/deactivate-team-member.ts'
import { restore } from '../../account/team/reactivate-team-member.ts'
import { createMailedLink } from '../../auth/notices/mailed-link.ts'
import type { Tx } from '../../platform/database/db.ts'
import { confirm } from './confirm.ts'
import { handOverInvitation } from './create-account.ts'
import { type FoundMember, findMember, lockMember } from './find.ts'
import { type Operator, recordOperatorEvent, say } from './operator.ts'

export async function deactivateMember(operator: Operator, email: string, yes: boolean): Promise<void> {
  const found = await findMember(operator.db, email)
  const already = `${found.name} is already deactivated.`
  if (found.status === 'DEACTIVATED') return say(already)
  await confirm(
    `${found.name} (${found.role} of ${found.account.name}) will be signed out everywhere and cannot sign in again.`,
    found.name,
    yes,
  )
  const changed = await operator.events.transact(operator.db, async (change) => {
    const { tx } = change
    const { member } = await lockMember(tx, found)
    if (member.status === 'DEACTIVATED') return false
    await deactivate(change, member)
    await record(tx, found, 'team_member.deactivated', { was: member.status })
    if (member.sensitiveDataAccess) await record(tx, found, 'sensitive_data_access.revoked')
    return true
  })
  say(changed ? `${found.name} is deactivated and signed out everywhere.` : already)
}

export async function reactivateMember(operator: Operator, email: string): Promise<void> {
  const found = await findMember(operator.db, email)
  const invitation = await operator.db.$transaction((tx) => takeBack(tx, found)).catch(explain)
  if (invitation === 'unchanged') return say(`${found.name} is not deactivated.`)
  if (invitation === 'active') {
    return say(`${found.name} can sign in again with their password.${withoutAccess}`)
  }
  say(`${found.name} is invited again.${withoutAccess}`)
  await handOverInvitation(
    operator,
    { accountName: found.account.name, email: found.email },
    invitation.token,
  )
}

const withoutAccess = ' They do not have Sensitive Data Access.'

async function takeBack(tx: Tx, found: FoundMember): Promise<'unchanged' | 'active' | { token: string }> {
  const { account, member } = await lockMember(tx, found)
  if (member.status !== 'DEACTIVATED') return 'unchanged'
  const status = await restore(tx, account, member)
  await record(tx, found, 'team_member.reactivated', { status })
  if (status === 'ACTIVE') return 'active'
  return { token: await createMailedLink(tx, found, 'INVITATION') }
}

function explain(error: unknown): never {
  if (!(error instanceof UnverifiedTeamMembersError)) throw error
  throw new Error(`${error.message} Turn it off with disable-mfa until they have verified their email.`)
}

const record = (
  tx: Tx,
  { id, accountId }: FoundMember,
  action: 'team_member.deactivated' | 'team_member.reactivated' | 'sensitive_data_access.revoked',
  details = {},
) => recordOperatorEvent(tx, { action, accountId, subject: { type: 'team_member', id } }, details)
