// Teams, working on them through the API, and looking at what is left in the database.
import { randomUUID } from 'node:crypto'
import { encodeGlobalID } from '@pothos/plugin-relay'
import { beforeEach, expect } from 'vitest'
import { demoAccounts, demoMembers, demoPassword } from '../../prisma/seed.ts'
import type { TestApp } from './app.ts'
import type { ApiClient } from './client.ts'
import {
  AcceptDocument,
  DeactivateDocument,
  InviteDocument,
  type InviteTeamMemberInput,
  ReactivateDocument,
  SetAccessDocument,
  SetRoleDocument,
  type SetSensitiveDataAccessInput,
  type SetTeamMemberRoleInput,
  UpdateMfaDocument,
  type UpdateMfaSettingsInput,
} from './gql/graphql.ts'
import { testPasswords } from './passwords.ts'
import { demoMember } from './sign-in-steps.ts'

type App = Pick<TestApp, 'db'>

export const relations = 'relations@summitridge.example'
export const analyst = 'analyst@summitridge.example'

/** The client's words for a member, as `node` and the mutations take them. */
export const memberId = (id: string): string => encodeGlobalID('TeamMember', id)
export const demoId = (email: string): string => memberId(demoMember(email).id)

export type Member = { id: string; nodeId: string; email: string }
export type Team = {
  accountId: string
  accountName: string
  /** What follows the @ in the addresses of its members. */
  domain: string
  owner: Member
  finance: Member
  relations: Member
  analyst: Member
}

let teams = 0

/**
 * A team for each test, in an account of its own: as that of the demo's first account, whose rights prisma/seed.ts lists.
 * The members are the same objects in every test, with new ids and emails: tables of tests can name them.
 */
export function useTeam(app: App): Team {
  const nobody = (): Member => ({ id: '', nodeId: '', email: '' })
  const members = { owner: nobody(), finance: nobody(), relations: nobody(), analyst: nobody() }
  const team: Team = { accountId: '', accountName: '', domain: '', ...members }
  beforeEach(async () => {
    const added = await addTeam(app)
    for (const name of ['owner', 'finance', 'relations', 'analyst'] as const)
      Object.assign(team[name], added[name])
    Object.assign(team, { ...added, ...members })
  })
  return team
}

/** Adds such a team. */
export async function addTeam({ db }: App): Promise<Team> {
  const domain = `team-${++teams}.example`
  const { id: accountId, name } = demoAccounts[0]
  const account = { id: randomUUID(), name: `${name} ${teams}` }
  const passwordHash = await testPasswords.hash(demoPassword)
  const rows = demoMembers
    .filter((member) => member.accountId === accountId)
    .map(({ name, role, sensitiveDataAccess, emailVerified, email }) => ({
      id: randomUUID(),
      email: email.replace(/@.*/, `@${domain}`),
      emailVerifiedAt: emailVerified ? new Date() : null,
      status: 'ACTIVE' as const,
      ...{ name, role, sensitiveDataAccess, passwordHash },
    }))
  await db.account.create({ data: { ...account, teamMembers: { create: rows } } })
  const [owner, finance, relations, analyst] = rows.map(({ id, email }) => ({
    id,
    nodeId: memberId(id),
    email,
  }))
  if (!owner || !finance || !relations || !analyst) throw new Error('The demo has another team')
  return { accountId: account.id, accountName: account.name, domain, owner, finance, relations, analyst }
}

type Client = Pick<ApiClient, 'request'>

export const updateMfa = async (client: Client, input: UpdateMfaSettingsInput) =>
  (await client.request(UpdateMfaDocument, { input })).updateMfaSettings
export const invite = async (client: Client, input: InviteTeamMemberInput) =>
  (await client.request(InviteDocument, { input })).inviteTeamMember
export const accept = async (client: Client, token: string, password: string) =>
  (await client.request(AcceptDocument, { input: { token, password } })).acceptInvitation
export const setAccess = async (client: Client, input: SetSensitiveDataAccessInput) =>
  (await client.request(SetAccessDocument, { input })).setSensitiveDataAccess
export const deactivate = async (client: Client, teamMemberId: string) =>
  (await client.request(DeactivateDocument, { input: { teamMemberId } })).deactivateTeamMember
export const reactivate = async (client: Client, teamMemberId: string) =>
  (await client.request(ReactivateDocument, { input: { teamMemberId } })).reactivateTeamMember
export const setRole = async (client: Client, input: SetTeamMemberRoleInput) =>
  (await client.request(SetRoleDocument, { input })).setTeamMemberRole

/** What the audit table says of a team, oldest first, but for signing in. */
export async function auditOf({ db }: App, { accountId }: Team) {
  const events = await db.auditEvent.findMany({
    where: {
      accountId,
      NOT: [{ action: { startsWith: 'login.' } }, { action: { startsWith: 'challenge.' } }],
    },
    orderBy: { id: 'asc' },
  })
  return events.map(({ action, actorId, subjectId, details }) => ({ action, actorId, subjectId, details }))
}

/** The event of a denial. `subject` is an id in the database. */
export const denied = (actor: Member, action: string, subject: string | null = null) => ({
  action: 'access.denied',
  actorId: actor.id,
  subjectId: subject,
  details: { action },
})

/** Everything of these accounts that changing a team could have changed: equal before and after what was denied. */
export async function snapshot({ db }: App, ...accounts: { accountId: string }[]) {
  const accountId = { in: accounts.map((account) => account.accountId) }
  const theirs = { where: { teamMember: { accountId } }, orderBy: { id: 'asc' } } as const
  return {
    accounts: await db.account.findMany({ where: { id: accountId }, orderBy: { id: 'asc' } }),
    members: await db.teamMember.findMany({
      where: { accountId },
      orderBy: { id: 'asc' },
      // A line in the bell may come a moment after what it tells of.
      omit: { notificationSequence: true },
    }),
    links: await db.mailedLink.findMany(theirs),
    devices: await db.trustedDevice.findMany({ ...theirs, select: { id: true } }),
    sessions: await db.session.findMany({ ...theirs, select: { id: true } }),
  }
}

/** The member's row. */
export const rowOf = ({ db }: App, email: string) => db.teamMember.findUniqueOrThrow({ where: { email } })

/** Lets all of the team's emails be verified, as if each had entered their code. */
export const verifyEverybody = ({ db }: App, { accountId }: Team) =>
  db.teamMember.updateMany({
    where: { accountId, emailVerifiedAt: null },
    data: { emailVerifiedAt: new Date() },
  })

/** Turns the team's MFA on or off, whoever would be locked out. */
export const setMfa = ({ db }: App, { accountId }: Team, mfaEnabled: boolean) =>
  db.account.update({ where: { id: accountId }, data: { mfaEnabled } })

/** Which of a team have a device remembered: their emails, in order. */
export async function rememberedBy({ db }: App, { accountId }: Team): Promise<string[]> {
  const devices = await db.trustedDevice.findMany({
    where: { teamMember: { accountId } },
    select: { teamMember: { select: { email: true } } },
  })
  return devices.map(({ teamMember }) => teamMember.email).sort()
}

/** Makes the password of every session of a member as old as is said, in seconds. */
export const ageAuthentication = ({ db }: App, email: string, seconds: number) =>
  db.$executeRaw`
    UPDATE session SET authenticated_at = now() - ${seconds} * interval '1 second'
    WHERE team_member_id = (SELECT id FROM team_member WHERE email = ${email})`

/** The subjects of the mails to an address, oldest first, once there are so many. */
export async function subjectsTo(app: TestApp, email: string, count: number): Promise<string[]> {
  const read = async () => (await app.mailsTo(email)).map(({ subject }) => subject).reverse()
  await expect.poll(async () => (await read()).length, { timeout: 10_000 }).toBe(count)
  return read()
}

/** The tokens of the invitations that were mailed to an address, oldest first, once there are so many. */
export async function invitationsTo(app: TestApp, email: string, count: number): Promise<string[]> {
  const read = async () =>
    (await app.mailsTo(email))
      .map(({ text }) => /\/accept-invitation#([\w-]{43})\n/.exec(text)?.[1])
      .filter((token) => token !== undefined)
      .reverse()
  await expect.poll(async () => (await read()).length, { timeout: 10_000 }).toBe(count)
  return read()
}

/** Puts a member into the state that a test begins with. */
export const arrange = (
  { db }: App,
  email: string,
  data: Partial<{ role: 'SUPER_ADMIN' | 'ADMIN' | 'VIEWER'; sensitiveDataAccess: boolean }>,
) => db.teamMember.update({ where: { email }, data })
