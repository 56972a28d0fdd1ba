// The account's MFA setting: who may change it, when, and what goes with it.

import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { updateMfaSettings } from '../../src/account/mfa/update-mfa-settings.ts'
import { SensitiveDataAccessRequiredError } from '../../src/identity/errors.ts'
import { findSession } from '../../src/identity/session.ts'
import { createEvents } from '../../src/platform/events/events.ts'
import { createPostgresEvents } from '../../src/platform/events/postgres-events.ts'
import { createJobs } from '../../src/platform/jobs/jobs.ts'
import { createClient } from '../support/client.ts'
import { ReadMfaDocument, UpdateMfaAnonymouslyDocument } from '../support/gql/graphql.ts'
import { addTrustedDevice } from '../support/people.ts'
import { as, login, signInWithCode } from '../support/sign-in-steps.ts'
import {
  ageAuthentication,
  auditOf,
  deactivate,
  denied,
  invite,
  type Member,
  rememberedBy,
  snapshot,
  subjectsTo,
  updateMfa,
  useTeam,
  verifyEverybody,
} from '../support/team.ts'
import { useApp } from '../support/use-app.ts'

const app = useApp({ config: { role: 'server' } })
const team = useTeam(app)
const { owner, finance, relations, analyst } = team

const other = useTeam(app)

/** What stays as it is where something is denied, in the team and in another account. */
const state = () => snapshot(app, team, other)
const audit = () => auditOf(app, team)

async function readMfa(email: string) {
  const client = await app.signIn(email)
  return (await client.request(ReadMfaDocument)).viewer?.account.mfaSettings
}

const untouched = {
  enabled: false,
  rememberMeAllowed: true,
  rememberMeDays: 30,
  updatedAt: null,
  updatedBy: null,
}

const success = (enabled: boolean, rememberMeAllowed: boolean) => ({
  __typename: 'UpdateMfaSettingsSuccess',
  account: { mfaSettings: { enabled, rememberMeAllowed } },
})

const changedBy = (member: Member, from: object, to: object) => ({
  action: 'mfa_settings.changed',
  actorId: member.id,
  subjectId: team.accountId,
  details: { from, to },
})

const event = 'mfa_settings.changed'

describe('the setting', () => {
  it('is off by default on every account', async () => {
    expect(await readMfa(relations.email)).toEqual({
      ...untouched,
      unverifiedTeamMembers: [{ email: analyst.email }],
    })
    expect(await readMfa(other.owner.email)).toEqual({
      ...untouched,
      unverifiedTeamMembers: [{ email: other.analyst.email }],
    })
  })

  it('is turned on by a member with Sensitive Data Access, for everybody, and read back', async () => {
    await verifyEverybody(app, team)
    const reader = await app.signIn(analyst.email)
    const [before] = await app.db.$queryRaw<{ now: Date }[]>`SELECT now()`
    expect(await updateMfa(await app.signIn(finance.email), { enabled: true })).toEqual(success(true, true))

    const setting = (await reader.request(ReadMfaDocument)).viewer?.account.mfaSettings
    expect(setting).toEqual({
      enabled: true,
      rememberMeAllowed: true,
      rememberMeDays: 30,
      unverifiedTeamMembers: [],
      updatedAt: expect.any(String),
      updatedBy: { email: finance.email },
    })
    expect(new Date(setting?.updatedAt ?? 0).getTime()).toBeGreaterThanOrEqual(before?.now.getTime() ?? 0)
    expect(await audit()).toEqual([
      changedBy(
        finance,
        { enabled: false, rememberMeAllowed: true },
        { enabled: true, rememberMeAllowed: true },
      ),
    ])
    expect((await login(app.anonymous, owner.email)).__typename).toBe('VerificationRequired')
    expect((await login(app.anonymous, other.owner.email)).__typename).toBe('LoginSuccess')
  })

  it('is told to every active member of the account, and to nobody else', async () => {
    await verifyEverybody(app, team)
    const client = await app.signIn(owner.email)
    await invite(client, { email: `new@${team.domain}`, name: 'New', role: 'VIEWER' })
    await deactivate(client, analyst.nodeId)
    await updateMfa(client, { enabled: true, rememberMeAllowed: false })
    for (const email of [owner.email, finance.email, relations.email]) {
      const subjects = await subjectsTo(app, email, 1)
      expect(subjects).toEqual(['How your account signs in was changed'])
    }
    const [mail] = await app.mailsTo(finance.email)
    expect(mail?.text).toContain(
      'Margaret Okafor turned multi-factor authentication on and no longer lets devices be remembered, for everybody in your account.',
    )
    expect(mail?.text).toContain(`${app.url.replace('127.0.0.1', 'localhost')}/not-me#`)
    // Turning it off within the hour is told as well: that is what an attacker would do.
    await updateMfa(client, { enabled: false })
    expect(await subjectsTo(app, finance.email, 2)).toHaveLength(2)
    expect(await subjectsTo(app, `new@${team.domain}`, 1)).toEqual([
      `Margaret Okafor invites you to ${team.accountName}`,
    ])
    expect(await app.mailsTo(analyst.email)).toEqual([])
    expect(await app.mailsTo(other.owner.email)).toEqual([])
  })

  it('changes nothing and tells nobody when it is so already', async () => {
    await verifyEverybody(app, team)
    const client = await app.signIn(owner.email)
    await addTrustedDevice(app, finance.id)
    const before = await state()
    expect(await updateMfa(client, { enabled: false, rememberMeAllowed: true })).toEqual(success(false, true))
    expect(await updateMfa(client, {})).toEqual(success(false, true))
    expect(await state()).toEqual(before)
    expect(await audit()).toEqual([])
    expect(await app.mailsTo(owner.email)).toEqual([])
  })
})

describe('remembered devices', () => {
  const everybody = [analyst, finance, owner, relations]

  async function remember(): Promise<void> {
    for (const member of [...everybody, other.owner]) await addTrustedDevice(app, member.id)
  }

  it('of the account are forgotten when MFA is turned on, and when it is turned off', async () => {
    await verifyEverybody(app, team)
    const client = await app.signIn(owner.email)
    for (const enabled of [true, false]) {
      await remember()
      await updateMfa(client, { enabled })
      expect(await rememberedBy(app, team)).toEqual([])
      expect(new Set(await rememberedBy(app, other))).toEqual(new Set([other.owner.email]))
    }
  })

  it('are forgotten when remembering is disallowed, and kept when it is allowed again', async () => {
    const client = await app.signIn(owner.email)
    await remember()
    expect(await updateMfa(client, { rememberMeAllowed: false })).toEqual(success(false, false))
    expect([await rememberedBy(app, team), await rememberedBy(app, other)]).toEqual([[], [other.owner.email]])
    await addTrustedDevice(app, finance.id)
    expect(await updateMfa(client, { rememberMeAllowed: true })).toEqual(success(false, true))
    expect(await rememberedBy(app, team)).toEqual([finance.email])
    expect(await rememberedBy(app, other)).toEqual([other.owner.email])
    expect((await audit()).map(({ details }) => details)).toEqual([
      { from: { enabled: false, rememberMeAllowed: true }, to: { enabled: false, rememberMeAllowed: false } },
      { from: { enabled: false, rememberMeAllowed: false }, to: { enabled: false, rememberMeAllowed: true } },
    ])
  })
})

describe('SensitiveDataAccessRequiredError', () => {
  it.each([
    ['relations', relations],
    ['analyst', analyst],
  ])('for %s, who has no Sensitive Data Access', async (_who, member) => {
    await verifyEverybody(app, team)
    const client = await app.signIn(member.email)
    const before = await state()
    for (const input of [{ enabled: true }, { rememberMeAllowed: false }, {}]) {
      expect(await updateMfa(client, input)).toMatchObject({
        __typename: 'SensitiveDataAccessRequiredError',
        code: 'SENSITIVE_DATA_ACCESS_REQUIRED',
      })
    }
    expect(await state()).toEqual(before)
    expect(await audit()).toEqual([denied(member, event), denied(member, event), denied(member, event)])
  })

  it('for a Super Admin without it', async () => {
    await verifyEverybody(app, team)
    await app.db.teamMember.update({ where: { email: owner.email }, data: { sensitiveDataAccess: false } })
    const client = await app.signIn(owner.email)
    expect((await updateMfa(client, { enabled: true })).__typename).toBe('SensitiveDataAccessRequiredError')
    expect(await readMfa(owner.email)).toEqual({ ...untouched, unverifiedTeamMembers: [] })
  })

  it('for who lost it after their request came in', async () => {
    await verifyEverybody(app, team)
    const session = await findSession(app.db, (await app.signIn(finance.email)).token ?? '')
    if (!session) throw new Error('There is no such session')
    await app.db.teamMember.update({ where: { id: finance.id }, data: { sensitiveDataAccess: false } })
    const log = pino({ level: 'silent' })
    const events = createEvents(createPostgresEvents(app.databaseUrl, log))
    const jobs = createJobs({ databaseUrl: app.databaseUrl, log, definitions: [], supervise: false })
    const services = { db: app.db, events, jobs, log }
    const change = { enabled: true, rememberMeAllowed: null }
    const client = { ipAddress: null, userAgent: null }
    await expect(updateMfaSettings(services, { session, client }, change)).rejects.toThrow(
      SensitiveDataAccessRequiredError,
    )
    expect(await readMfa(owner.email)).toEqual({ ...untouched, unverifiedTeamMembers: [] })
  })
})

describe('ReauthenticationRequiredError', () => {
  const refused = { __typename: 'ReauthenticationRequiredError', code: 'REAUTHENTICATION_REQUIRED' }

  it('at 10:01 after the password, not at 9:59', async () => {
    await verifyEverybody(app, team)
    const client = await app.signIn(owner.email)
    await ageAuthentication(app, owner.email, 601)
    const before = await state()
    expect(await updateMfa(client, { enabled: true })).toMatchObject(refused)
    expect(await state()).toEqual(before)
    expect(await audit()).toEqual([denied(owner, event)])
    await ageAuthentication(app, owner.email, 599)
    expect(await updateMfa(client, { enabled: true })).toEqual(success(true, true))
  })

  it('for a session that a remembered device began, however new', async () => {
    await verifyEverybody(app, team)
    await updateMfa(await app.signIn(owner.email), { enabled: true })
    const { trustedDeviceToken } = await signInWithCode(app, owner.email, { rememberMe: true })
    const again = as('LoginSuccess', await login(app.anonymous, owner.email, { trustedDeviceToken }))
    const client = createClient(app.url, again.sessionToken ?? '')
    expect(await updateMfa(client, { enabled: false })).toMatchObject(refused)
    expect((await client.request(ReadMfaDocument)).viewer?.account.mfaSettings.enabled).toBe(true)
  })
})

describe('UnverifiedTeamMembersError', () => {
  it('lists the active members whose email is not verified', async () => {
    await app.db.teamMember.update({ where: { email: relations.email }, data: { emailVerifiedAt: null } })
    const client = await app.signIn(owner.email)
    const before = await state()
    expect(await updateMfa(client, { enabled: true, rememberMeAllowed: false })).toEqual({
      __typename: 'UnverifiedTeamMembersError',
      code: 'UNVERIFIED_TEAM_MEMBERS',
      message:
        '2 team members have not verified their email yet, and would be locked out. They can verify it once they have signed in.',
      teamMembers: [
        { name: 'Inês Carvalho', email: relations.email },
        { name: 'Tomasz Zieliński', email: analyst.email },
      ],
    })
    expect(await state()).toEqual(before)
    expect(await audit()).toEqual([])
    expect(await app.mailsTo(owner.email)).toEqual([])
  })

  it('does not list who is invited, who is deactivated, or other accounts', async () => {
    const client = await app.signIn(owner.email)
    await app.db.teamMember.update({ where: { email: other.owner.email }, data: { emailVerifiedAt: null } })
    await invite(client, { email: `new@${team.domain}`, name: 'New', role: 'VIEWER' })
    await deactivate(client, analyst.nodeId)
    expect(await updateMfa(client, { enabled: true })).toEqual(success(true, true))
  })

  it('does not keep anybody from disallowing remembered devices', async () => {
    const client = await app.signIn(owner.email)
    expect(await updateMfa(client, { rememberMeAllowed: false })).toEqual(success(false, false))
  })
})

it('asks for a session', async () => {
  const { data, errors } = await app.anonymous.send(UpdateMfaAnonymouslyDocument)
  expect(data ?? null).toBeNull()
  expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['UNAUTHENTICATED'])
})
