// Creates an account and invites its first Super Admin.
import { renderInvitationMail } from '../../account/invitations/invitation-mail.ts'
import { createMailedLink, invitationDays } from '../../auth/notices/mailed-link.ts'
import { acceptInvitationUrl } from '../../auth/notices/mails.ts'
import type { Tx } from '../../platform/database/db.ts'
import { createUuid } from '../../platform/database/uuid.ts'
import { type Operator, operatorName, recordOperatorEvent, say } from './operator.ts'

type NewAccount = { accountName: string; email: string; name: string }

export async function createAccount(operator: Operator, input: NewAccount): Promise<void> {
  const token = await operator.db.$transaction((tx) => insert(tx, input))
  say(
    `Created the account ${input.accountName}, with ${input.name} <${input.email}> as its first Super Admin.`,
  )
  await handOverInvitation(operator, input, token)
}

async function insert(tx: Tx, { accountName, email, name }: NewAccount): Promise<string> {
  const accountId = createUuid()
  const memberId = createUuid()
  const accounts = await tx.$executeRaw`
    INSERT INTO account (id, name) VALUES (${accountId}::uuid, ${accountName}) ON CONFLICT (name) DO NOTHING`
  if (accounts === 0) {
    throw new Error(`An account named "${accountName}" already exists. Choose another name.`)
  }
  const members = await tx.$executeRaw`
    INSERT INTO team_member (id, account_id, name, email, role, sensitive_data_access)
    VALUES (${memberId}::uuid, ${accountId}::uuid, ${name}, ${email}, 'SUPER_ADMIN', true)
    ON CONFLICT (email) DO NOTHING`
  if (members === 0) {
    throw new Error(`${email} is already a team member of an account. Choose another address.`)
  }
  const subject = { type: 'team_member', id: memberId } as const
  await recordOperatorEvent(tx, {
    action: 'account.created',
    accountId,
    subject: { type: 'account', id: accountId },
  })
  await recordOperatorEvent(
    tx,
    { action: 'team_member.invited', accountId, subject },
    { role: 'SUPER_ADMIN', again: false },
  )
  await recordOperatorEvent(tx, { action: 'sensitive_data_access.granted', accountId, subject })
  return createMailedLink(tx, { id: memberId, email }, 'INVITATION')
}

/** Mails the invitation if SMTP_URL is set, and prints its link. */
export async function handOverInvitation(
  { mail, publicUrl }: Operator,
  { accountName, email }: Pick<NewAccount, 'accountName' | 'email'>,
  token: string,
): Promise<void> {
  const acceptUrl = acceptInvitationUrl(publicUrl, token)
  const content = renderInvitationMail({ inviterName: operatorName, accountName, acceptUrl })
  const sent = await mail({ to: email, ...content })
  say(
    sent
      ? `The invitation was emailed to ${email}.`
      : `No mail was sent to ${email} (check SMTP_URL). Give the link to this person yourself, and to no one else.`,
  )
  say(`The link works once, within ${invitationDays} days:\n${acceptUrl}`)
}
