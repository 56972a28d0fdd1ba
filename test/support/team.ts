// Working on a team through the API, and looking at what is left in the database.
import { encodeGlobalID } from '@pothos/plugin-relay'
import { expect } from 'vitest'
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
import { demoMember } from './sign-in-steps.ts'

export const relations = 'relations@summitridge.example'
export const analyst = 'analyst@summitridge.example'

/** The client's words for a member, as `node` and the mutations take them. */
export const memberId = (id: string): string => encodeGlobalID('TeamMember', id)
export const demoId = (email: string): string => memberId(demoMember(email).id)

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

type App = Pick<TestApp, 'db'>

/** What the audit table says, oldest first, but for signing in. */
export async function auditOf({ db }: App) {
  const events = await db.auditEvent.findMany({
    where: { NOT: [{ action: { startsWith: 'login.' } }, { action: { startsWith: 'challenge.' } }] },
    orderBy: { id: 'asc' },
  })
  return events.map(({ action, actorId, subjectId, details }) => ({ action, actorId, subjectId, details }))
}

/** The event of a denial. `subject` is an id in the database. */
export const denied = (actor: string, action: string, subject: string | null = null) => ({
  action: 'access.denied',
  actorId: demoMember(actor).id,
  subjectId: subject,
  details: { action },
})

/** Everything that changing a team could have changed: equal before and after an action that was denied. */
export async function snapshot({ db }: App) {
  const ids = { select: { id: true }, orderBy: { id: 'asc' } } as const
  return {
    accounts: await db.account.findMany({ orderBy: { id: 'asc' } }),
    // A line in the bell may come a moment after what it tells of.
    members: await db.teamMember.findMany({ orderBy: { id: 'asc' }, omit: { notificationSequence: true } }),
    links: await db.mailedLink.findMany({ orderBy: { id: 'asc' } }),
    devices: await db.trustedDevice.findMany(ids),
    sessions: await db.session.findMany(ids),
  }
}

/** The member's row. */
export const rowOf = ({ db }: App, email: string) => db.teamMember.findUniqueOrThrow({ where: { email } })

/** Lets all of the team's emails be verified, as if each had entered their code. */
export const verifyEverybody = ({ db }: App) =>
  db.$executeRaw`UPDATE team_member SET email_verified_at = now() WHERE email_verified_at IS NULL`

/** Has a device remembered for a demo member. */
export const rememberDevice = ({ db }: App, email: string) =>
  db.$executeRaw`
    INSERT INTO trusted_device (id, team_member_id, token_hash, expires_at)
    VALUES (gen_random_uuid(), ${demoMember(email).id}::uuid, sha256(gen_random_uuid()::text::bytea),
            now() + interval '30 days')`

/** Whose devices are remembered: their emails, in order. */
export async function rememberedBy({ db }: App): Promise<string[]> {
  const devices = await db.trustedDevice.findMany({ select: { teamMember: { select: { email: true } } } })
  return devices.map(({ teamMember }) => teamMember.email).sort()
}

/** Makes the password of every session of a member as old as is said, in seconds. */
export const ageAuthentication = ({ db }: App, email: string, seconds: number) =>
  db.$executeRaw`
    UPDATE session SET authenticated_at = now() - ${seconds} * interval '1 second'
    WHERE team_member_id = ${demoMember(email).id}::uuid`

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

/** Puts a demo member into the state that a test begins with. */
export const arrange = (
  { db }: App,
  email: string,
  data: Partial<{ role: 'SUPER_ADMIN' | 'ADMIN' | 'VIEWER'; sensitiveDataAccess: boolean }>,
) => db.teamMember.update({ where: { email }, data })
