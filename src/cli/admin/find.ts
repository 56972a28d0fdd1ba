// Finds accounts by name and members by email.
import { type LockedMember, type LockedTeam, lockTeam } from '../../account/team/lock-team.ts'
import { normalizeEmail } from '../../auth/email/email-address.ts'
import type { Db, Tx } from '../../platform/database/db.ts'

export type FoundMember = NonNullable<Awaited<ReturnType<typeof readMember>>>
export type FoundAccount = { id: string; name: string; mfaEnabled: boolean }

const readMember = (db: Db, email: string) =>
  db.teamMember.findUnique({
    where: { email: normalizeEmail(email) },
    select: {
      id: true,
      accountId: true,
      name: true,
      email: true,
      role: true,
      status: true,
      sensitiveDataAccess: true,
      account: { select: { id: true, name: true, mfaEnabled: true } },
    },
  })

/** @throws when no member has this email. */
export async function findMember(db: Db, email: string): Promise<FoundMember> {
  const member = await readMember(db, email)
  if (member) return member
  throw new Error(
    `No member has the email ${email}. The command list-members "ACCOUNT" shows the members of an account.`,
  )
}

/** An account by its name. @throws when there is none. */
export async function findAccount(db: Db, name: string): Promise<FoundAccount> {
  const account = await readAccount(db, name)
  if (account) return account
  throw new Error(`There is no account named "${name}". The command list-accounts shows all accounts.`)
}

/** An account by its name, or by the email of one of its members. @throws when there is none. */
export async function findAccountOfEither(db: Db, nameOrEmail: string): Promise<FoundAccount> {
  const account = (await readAccount(db, nameOrEmail)) ?? (await readMember(db, nameOrEmail))?.account
  if (account) return account
  throw new Error(
    `There is no account named "${nameOrEmail}", and no member with that email. The command list-accounts shows all accounts.`,
  )
}

const readAccount = (db: Db, name: string) =>
  db.account.findUnique({ where: { name }, select: { id: true, name: true, mfaEnabled: true } })

/** Locks a member in the way of the API's verbs, and reads them again under the lock. */
export async function lockMember(
  tx: Tx,
  { id, accountId }: FoundMember,
): Promise<{ account: LockedTeam['account']; member: LockedMember }> {
  const { account, self } = await lockTeam(tx, { accountId, teamMemberId: id })
  return { account, member: self }
}
