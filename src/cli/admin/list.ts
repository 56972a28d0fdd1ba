// Lists accounts and members.
import { findAccount } from './find.ts'
import { type Operator, say } from './operator.ts'
import { renderTable } from './table.ts'

const yesNo = (value: boolean) => (value ? 'yes' : 'no')

export async function listAccounts({ db }: Operator): Promise<void> {
  const accounts = await db.account.findMany({
    orderBy: { name: 'asc' },
    select: {
      name: true,
      mfaEnabled: true,
      rememberMeAllowed: true,
      createdAt: true,
      _count: { select: { teamMembers: true } },
    },
  })
  if (accounts.length === 0) {
    return say('There are no accounts yet. Create the first one with create-account.')
  }
  const rows = accounts.map(({ name, mfaEnabled, rememberMeAllowed, createdAt, _count }) => [
    name,
    String(_count.teamMembers),
    mfaEnabled ? 'on' : 'off',
    rememberMeAllowed ? 'allowed' : 'not allowed',
    createdAt.toISOString().slice(0, 10),
  ])
  say(renderTable(['NAME', 'MEMBERS', 'MFA', 'REMEMBER ME', 'CREATED'], rows))
}

export async function listMembers({ db }: Operator, accountName: string): Promise<void> {
  const { id } = await findAccount(db, accountName)
  const members = await db.teamMember.findMany({
    where: { accountId: id },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  })
  const rows = members.map(({ name, email, emailVerifiedAt, role, sensitiveDataAccess, status }) => [
    name,
    email,
    yesNo(emailVerifiedAt !== null),
    role,
    yesNo(sensitiveDataAccess),
    status,
  ])
  say(renderTable(['NAME', 'EMAIL', 'VERIFIED', 'ROLE', 'DATA ACCESS', 'STATUS'], rows))
}
