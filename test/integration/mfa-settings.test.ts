// The account's MFA setting: who may change it, when, and what goes with it.

import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { updateMfaSettings } from '../../src/account/mfa/update-mfa-settings.ts'
import { SensitiveDataAccessRequiredError } from '../../src/identity/errors.ts'
import { createEvents } from '../../src/platform/events/events.ts'
import { createPostgresEvents } from '../../src/platform/events/postgres-events.ts'
import { createJobs } from '../../src/platform/jobs/jobs.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { createClient } from '../support/client.ts'
import { ReadMfaDocument, UpdateMfaAnonymouslyDocument } from '../support/gql/graphql.ts'
import {
  as,
  demoMember,
  finance,
  login,
  otherOwner,
  owner,
  signInWithCode,
} from '../support/sign-in-steps.ts'
import {
  ageAuthentication,
  analyst,
  auditOf,
  deactivate,
  demoId,
  denied,
  invite,
  relations,
  rememberDevice,
  rememberedBy,
  snapshot,
  subjectsTo,
  updateMfa,
  verifyEverybody,
} from '../support/team.ts'

let app: TestApp
beforeEach(async () => {
  app = await startTestApp({ role: 'server' })
})
afterEach(() => app.stop())

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

const changedBy = (email: string, from: object, to: object) => ({
  action: 'mfa_settings.changed',
  actorId: demoMember(email).id,
  subjectId: demoMember(email).accountId,
  details: { from, to },
})

const event = 'mfa_settings.changed'

describe('the setting', () => {
  it('is off by default on every account', async () => {
    expect(await readMfa(relations)).toEqual({ ...untouched, unverifiedTeamMembers: [{ email: analyst }] })
    expect(await readMfa(otherOwner)).toEqual({ ...untouched, unverifiedTeamMembers: [] })
  })

  it('is turned on by a member with Sensitive Data Access, for everybody, and read back', async () => {
    await verifyEverybody(app)
    const reader = await app.signIn(analyst)
    const [before] = await app.db.$queryRaw<{ now: Date }[]>`SELECT now()`
    expect(await updateMfa(await app.signIn(finance), { enabled: true })).toEqual(success(true, true))

    const setting = (await reader.request(ReadMfaDocument)).viewer?.account.mfaSettings
    expect(setting).toEqual({
      enabled: true,
      rememberMeAllowed: true,
      rememberMeDays: 30,
      unverifiedTeamMembers: [],
      updatedAt: expect.any(String),
      updatedBy: { email: finance },
    })
    expect(new Date(setting?.updatedAt ?? 0).getTime()).toBeGreaterThanOrEqual(before?.now.getTime() ?? 0)
    expect(await auditOf(app)).toEqual([
      changedBy(
        finance,
        { enabled: false, rememberMeAllowed: true },
        { enabled: true, rememberMeAllowed: true },
      ),
    ])
    expect((await login(app.anonymous, owner)).__typename).toBe('VerificationRequired')
    expect((await login(app.anonymous, otherOwner)).__typename).toBe('LoginSuccess')
  })

  it('is told to every active member of the account, and to nobody else', async () => {
    await verifyEverybody(app)
    const client = await app.signIn(owner)
    await invite(client, { email: 'new@summitridge.example', name: 'New', role: 'VIEWER' })
    await deactivate(client, demoId(analyst))
    await updateMfa(client, { enabled: true, rememberMeAllowed: false })
    for (const email of [owner, finance, relations]) {
      const subjects = await subjectsTo(app, email, 1)
      expect(subjects).toEqual(['How your account signs in was changed'])
    }
    const [mail] = await app.mailsTo(finance)
    expect(mail?.text).toContain(
      'Margaret Okafor turned multi-factor authentication on and no longer lets devices be remembered, for everybody in your account.',
    )
    expect(mail?.text).toContain(`${app.url.replace('127.0.0.1', 'localhost')}/not-me#`)
    // Turning it off within the hour is told as well: that is what an attacker would do.
    await updateMfa(client, { enabled: false })
    expect(await subjectsTo(app, finance, 2)).toHaveLength(2)
    expect(await subjectsTo(app, 'new@summitridge.example', 1)).toEqual([
      'Margaret Okafor invites you to Summit Ridge Capital',
    ])
    expect(await app.mailsTo(analyst)).toEqual([])
    expect(await app.mailsTo(otherOwner)).toEqual([])
  })

  it('changes nothing and tells nobody when it is so already', async () => {
    await verifyEverybody(app)
    const client = await app.signIn(owner)
    await rememberDevice(app, finance)
    const before = await snapshot(app)
    expect(await updateMfa(client, { enabled: false, rememberMeAllowed: true })).toEqual(success(false, true))
    expect(await updateMfa(client, {})).toEqual(success(false, true))
    expect(await snapshot(app)).toEqual(before)
    expect(await auditOf(app)).toEqual([])
    expect(await app.mailsTo(owner)).toEqual([])
  })
})

describe('remembered devices', () => {
  const everybody = [analyst, finance, owner, relations]

  async function remember(): Promise<void> {
    for (const email of [...everybody, otherOwner]) await rememberDevice(app, email)
  }

  it('of the account are forgotten when MFA is turned on, and when it is turned off', async () => {
    await verifyEverybody(app)
    const client = await app.signIn(owner)
    for (const enabled of [true, false]) {
      await remember()
      await updateMfa(client, { enabled })
      expect(await rememberedBy(app)).not.toContain(finance)
      expect(new Set(await rememberedBy(app))).toEqual(new Set([otherOwner]))
    }
  })

  it('are forgotten when remembering is disallowed, and kept when it is allowed again', async () => {
    const client = await app.signIn(owner)
    await remember()
    expect(await updateMfa(client, { rememberMeAllowed: false })).toEqual(success(false, false))
    expect(await rememberedBy(app)).toEqual([otherOwner])
    await rememberDevice(app, finance)
    expect(await updateMfa(client, { rememberMeAllowed: true })).toEqual(success(false, true))
    expect(await rememberedBy(app)).toEqual([finance, otherOwner])
    expect((await auditOf(app)).map(({ details }) => details)).toEqual([
      { from: { enabled: false, rememberMeAllowed: true }, to: { enabled: false, rememberMeAllowed: false } },
      { from: { enabled: false, rememberMeAllowed: false }, to: { enabled: false, rememberMeAllowed: true } },
    ])
  })
})

describe('SensitiveDataAccessRequiredError', () => {
  it.each([relations, analyst])('for %s, who has no Sensitive Data Access', async (email) => {
    await verifyEverybody(app)
    const client = await app.signIn(email)
    const before = await snapshot(app)
    for (const input of [{ enabled: true }, { rememberMeAllowed: false }, {}]) {
      expect(await updateMfa(client, input)).toMatchObject({
        __typename: 'SensitiveDataAccessRequiredError',
        code: 'SENSITIVE_DATA_ACCESS_REQUIRED',
      })
    }
    expect(await snapshot(app)).toEqual(before)
    expect(await auditOf(app)).toEqual([denied(email, event), denied(email, event), denied(email, event)])
  })

  it('for a Super Admin without it', async () => {
    await verifyEverybody(app)
    await app.db.teamMember.update({ where: { email: owner }, data: { sensitiveDataAccess: false } })
    const client = await app.signIn(owner)
    expect((await updateMfa(client, { enabled: true })).__typename).toBe('SensitiveDataAccessRequiredError')
    expect(await readMfa(owner)).toEqual({ ...untouched, unverifiedTeamMembers: [] })
  })

  it('for who lost it after their request came in', async () => {
    await verifyEverybody(app)
    await app.signIn(finance)
    const member = demoMember(finance)
    const { id } = await app.db.session.findFirstOrThrow({ where: { teamMemberId: member.id } })
    const session = { ...member, id, teamMemberId: member.id, sensitiveDataAccess: true, asOf: new Date() }
    await app.db.teamMember.update({ where: { id: member.id }, data: { sensitiveDataAccess: false } })
    const log = pino({ level: 'silent' })
    const events = createEvents(createPostgresEvents(app.databaseUrl, log))
    const jobs = createJobs({ databaseUrl: app.databaseUrl, log, definitions: [], supervise: false })
    const services = { db: app.db, events, jobs, log }
    const change = { enabled: true, rememberMeAllowed: null }
    const client = { ipAddress: null, userAgent: null }
    await expect(updateMfaSettings(services, { session, client }, change)).rejects.toThrow(
      SensitiveDataAccessRequiredError,
    )
    expect(await readMfa(owner)).toEqual({ ...untouched, unverifiedTeamMembers: [] })
  })
})

describe('ReauthenticationRequiredError', () => {
  const refused = { __typename: 'ReauthenticationRequiredError', code: 'REAUTHENTICATION_REQUIRED' }

  it('at 10:01 after the password, not at 9:59', async () => {
    await verifyEverybody(app)
    const client = await app.signIn(owner)
    await ageAuthentication(app, owner, 601)
    const before = await snapshot(app)
    expect(await updateMfa(client, { enabled: true })).toMatchObject(refused)
    expect(await snapshot(app)).toEqual(before)
    expect(await auditOf(app)).toEqual([denied(owner, event)])
    await ageAuthentication(app, owner, 599)
    expect(await updateMfa(client, { enabled: true })).toEqual(success(true, true))
  })

  it('for a session that a remembered device began, however new', async () => {
    await verifyEverybody(app)
    await updateMfa(await app.signIn(owner), { enabled: true })
    const { trustedDeviceToken } = await signInWithCode(app, owner, { rememberMe: true })
    const again = as('LoginSuccess', await login(app.anonymous, owner, { trustedDeviceToken }))
    const client = createClient(app.url, again.sessionToken ?? '')
    expect(await updateMfa(client, { enabled: false })).toMatchObject(refused)
    expect((await client.request(ReadMfaDocument)).viewer?.account.mfaSettings.enabled).toBe(true)
  })
})

describe('UnverifiedTeamMembersError', () => {
  it('lists the active members whose email is not verified', async () => {
    await app.db.teamMember.update({ where: { email: relations }, data: { emailVerifiedAt: null } })
    const client = await app.signIn(owner)
    const before = await snapshot(app)
    expect(await updateMfa(client, { enabled: true, rememberMeAllowed: false })).toEqual({
      __typename: 'UnverifiedTeamMembersError',
      code: 'UNVERIFIED_TEAM_MEMBERS',
      message:
        '2 team members have not verified their email yet, and would be locked out. They can verify it once they have signed in.',
      teamMembers: [
        { name: 'Inês Carvalho', email: relations },
        { name: 'Tomasz Zieliński', email: analyst },
      ],
    })
    expect(await snapshot(app)).toEqual(before)
    expect(await auditOf(app)).toEqual([])
    expect(await app.mailsTo(owner)).toEqual([])
  })

  it('does not list who is invited, who is deactivated, or other accounts', async () => {
    const client = await app.signIn(owner)
    await app.db.teamMember.update({ where: { email: otherOwner }, data: { emailVerifiedAt: null } })
    await invite(client, { email: 'new@summitridge.example', name: 'New', role: 'VIEWER' })
    await deactivate(client, demoId(analyst))
    expect(await updateMfa(client, { enabled: true })).toEqual(success(true, true))
  })

  it('does not keep anybody from disallowing remembered devices', async () => {
    const client = await app.signIn(owner)
    expect(await updateMfa(client, { rememberMeAllowed: false })).toEqual(success(false, false))
  })
})

it('asks for a session', async () => {
  const { data, errors } = await app.anonymous.send(UpdateMfaAnonymouslyDocument)
  expect(data ?? null).toBeNull()
  expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['UNAUTHENTICATED'])
})
