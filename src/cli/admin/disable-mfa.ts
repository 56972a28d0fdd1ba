// Turns MFA off for an account whose members cannot, for example because their mail is down.
import { findActive, noticeMfaChange, storeMfaSettings } from '../../account/mfa/update-mfa-settings.ts'
import { lockAccount } from '../../identity/lock-account.ts'
import { confirm } from './confirm.ts'
import { type FoundAccount, findAccountOfEither } from './find.ts'
import { type Operator, operatorName, recordOperatorEvent, say } from './operator.ts'

export async function disableMfa(operator: Operator, nameOrEmail: string, yes: boolean): Promise<void> {
  const account = await findAccountOfEither(operator.db, nameOrEmail)
  const already = `Multi-factor authentication is already off in ${account.name}.`
  if (!account.mfaEnabled) return say(already)
  await confirm(`Every member of ${account.name} will sign in with only their password.`, account.name, yes)
  const turnedOff = await turnOff(operator, account)
  if (!turnedOff) return say(already)
  say(
    `Multi-factor authentication is off in ${account.name}. Remembered devices were reset. A member with Sensitive Data Access can turn it on again.`,
  )
  if (turnedOff.mails > 0) say('The team will be told by email.')
}

/** @returns null when MFA is already off: someone may have turned it off during the confirmation. */
const turnOff = (operator: Operator, { id }: FoundAccount): Promise<{ mails: number } | null> =>
  operator.events.transact(operator.db, async (change) => {
    const { tx } = change
    const { mfaEnabled: enabled, rememberMeAllowed } = await lockAccount(tx, id)
    if (!enabled) return null
    const from = { enabled, rememberMeAllowed }
    const to = { enabled: false, rememberMeAllowed }
    await storeMfaSettings(tx, { accountId: id, teamMemberId: null }, from, to)
    const subject = { type: 'account', id } as const
    await recordOperatorEvent(tx, { action: 'mfa_settings.changed', accountId: id, subject }, { from, to })
    const changed = { from, to, by: operatorName, members: await findActive(tx, id) }
    return { mails: await noticeMfaChange(operator, change, changed, null) }
  })
