// The team: seeing it, deactivating and reactivating, roles.

import { encodeGlobalID } from '@pothos/plugin-relay'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import type { ApiClient } from '../support/client.ts'
import { databaseId, giveExport } from '../support/exports.ts'
import { NodeOfDocument, TeamBellDocument, TeamDocument } from '../support/gql/graphql.ts'
import {
  as,
  codesTo,
  demoMember,
  finance,
  login,
  otherOwner,
  owner,
  turnMfaOn,
  verify,
} from '../support/sign-in-steps.ts'
import {
  accept,
  ageAuthentication,
  analyst,
  arrange,
  auditOf,
  deactivate,
  demoId,
  denied,
  invitationsTo,
  invite,
  memberId,
  reactivate,
  relations,
  rememberDevice,
  rememberedBy,
  rowOf,
  setRole,
  snapshot,
} from '../support/team.ts'

let app: TestApp
beforeEach(async () => {
  app = await startTestApp({ role: 'server' })
})
afterEach(() => app.stop())

const names = ['Daniel Whitfield', 'Inês Carvalho', 'Margaret Okafor', 'Tomasz Zieliński']
const nobody = '01970000-0000-7000-8001-999999999999'
const notFound = {
  __typename: 'NotFoundError',
  code: 'NOT_FOUND',
  message: 'There is no such team member in your account.',
}
const lastAccess = { __typename: 'LastSensitiveDataAccessError', code: 'LAST_SENSITIVE_DATA_ACCESS' }
const isSignedIn = async (client: ApiClient) => (await client.request(TeamDocument)).viewer !== null

describe('seeing the team', () => {
  it('lists everybody of the own account by name, whoever asks', async () => {
    const account = (await (await app.signIn(analyst)).request(TeamDocument)).viewer?.account
    expect(account?.teamMembers.totalCount).toBe(4)
    expect(account?.teamMembers.nodes.map(({ name }) => name)).toEqual(names)
    expect(account?.teamMembers.nodes.at(-1)).toEqual({
      name: 'Tomasz Zieliński',
      email: analyst,
      emailVerified: false,
      role: 'VIEWER',
      sensitiveDataAccess: false,
      status: 'ACTIVE',
    })
    expect(account?.mfaSettings.unverifiedTeamMembers).toEqual([{ name: 'Tomasz Zieliński' }])
    const other = (await (await app.signIn(otherOwner)).request(TeamDocument)).viewer?.account
    expect(other?.teamMembers).toMatchObject({ totalCount: 1, nodes: [{ email: otherOwner }] })
  })

  it('begins nowhere for a cursor of another account, as for one of nobody', async () => {
    const mine = await app.signIn(owner)
    const theirs = (await (await app.signIn(otherOwner)).request(TeamDocument)).viewer?.account
    const foreign = theirs?.teamMembers.edges[0]?.cursor ?? ''
    expect(foreign).not.toBe('')
    const absent = Buffer.from(`GPC:S:${nobody}`).toString('base64')
    for (const page of [{ after: foreign }, { after: absent }, { before: foreign, last: 2 }]) {
      const { viewer } = await mine.request(TeamDocument, page)
      expect(viewer?.account.teamMembers).toMatchObject({ nodes: [], edges: [] })
    }
    const own = (await mine.request(TeamDocument, { first: 1 })).viewer?.account.teamMembers.edges[0]?.cursor
    const rest = (await mine.request(TeamDocument, { after: own ?? '' })).viewer?.account.teamMembers.nodes
    expect(rest?.map(({ name }) => name)).toEqual(names.slice(1))
  })

  it('comes in pages, both ways', async () => {
    const client = await app.signIn(owner)
    const page = async (args: object) =>
      (await client.request(TeamDocument, args)).viewer?.account.teamMembers
    const first = await page({ first: 3 })
    expect(first?.nodes.map(({ name }) => name)).toEqual(names.slice(0, 3))
    expect(first?.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false })
    const next = await page({ first: 3, after: first?.pageInfo.endCursor })
    expect(next).toMatchObject({ totalCount: 4, nodes: [{ name: names[3] }] })
    expect(next?.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true })
    const back = await page({ last: 2, before: next?.pageInfo.startCursor })
    expect(back?.nodes.map(({ name }) => name)).toEqual(names.slice(1, 3))
  })

  it('shows no node of another account', async () => {
    const client = await app.signIn(owner)
    expect((await client.request(NodeOfDocument, { id: demoId(finance) })).node?.__typename).toBe(
      'TeamMember',
    )
    const { accountId } = demoMember(otherOwner)
    for (const id of [demoId(otherOwner), memberId(nobody), encodeGlobalID('Account', accountId)]) {
      expect((await client.request(NodeOfDocument, { id })).node).toBeNull()
    }
  })
})

describe('deactivateTeamMember', () => {
  it('signs the member out everywhere, at once, and takes all that they could come back with', async () => {
    const client = await app.signIn(owner)
    const theirs = await app.signIn(finance)
    await rememberDevice(app, finance)
    await app.db.teamMember.update({ where: { email: finance }, data: { pendingEmail: 'new@example.com' } })
    for (const purpose of ['PASSWORD_RESET', 'NOT_ME'] as const) await giveLink(finance, purpose)
    const id = databaseId(await giveExport(app, finance))
    const bell = await theirs.subscribe(TeamBellDocument)
    const ended = expect(bell.next()).rejects.toThrow('The socket was closed: 4401')

    expect(await deactivate(client, demoId(finance))).toEqual({
      __typename: 'DeactivateTeamMemberSuccess',
      teamMember: { email: finance, status: 'DEACTIVATED', sensitiveDataAccess: false },
    })
    await ended
    await bell.stop()
    expect(await isSignedIn(theirs)).toBe(false)
    expect((await app.db.export.findUniqueOrThrow({ where: { id } })).status).toBe('REVOKED')
    expect((await login(app.anonymous, finance)).__typename).toBe('InvalidCredentialsError')
    expect(await rememberedBy(app)).toEqual([])
    expect((await rowOf(app, finance)).pendingEmail).toBeNull()
    expect(await app.db.mailedLink.count({ where: { usedAt: null } })).toBe(0)
    const event = { actorId: demoMember(owner).id, subjectId: demoMember(finance).id }
    expect(await auditOf(app)).toEqual([
      { actorId: null, subjectId: id, action: 'export.revoked', details: {} },
      { ...event, action: 'team_member.deactivated', details: { was: 'ACTIVE' } },
      { ...event, action: 'sensitive_data_access.revoked', details: { by: 'deactivation' } },
    ])
  })

  it('ends a sign-in that waits for its code', async () => {
    await turnMfaOn(app)
    await login(app.anonymous, analyst)
    expect(await app.db.challenge.count({ where: { consumedAt: null } })).toBe(1)
    const client = await signInAnyway(owner)
    await deactivate(client, demoId(analyst))
    const open = { teamMemberId: demoMember(analyst).id, consumedAt: null }
    expect(await app.db.challenge.count({ where: open })).toBe(0)
  })

  it('and a code given at the same moment end one way or the other, signed out both ways', async () => {
    const client = await app.signIn(owner)
    await turnMfaOn(app)
    const teamMemberId = demoMember(analyst).id
    for (let round = 1; round <= 5; round++) {
      const { challengeToken } = as('VerificationRequired', await login(app.anonymous, analyst))
      const code = (await codesTo(app, analyst, round)).at(-1) ?? ''
      const [signedIn, deactivated] = await Promise.all([
        verify(app.anonymous, challengeToken, code),
        deactivate(client, demoId(analyst)),
      ])
      expect(['LoginSuccess', 'ChallengeExpiredError']).toContain(signedIn.__typename)
      expect(deactivated.__typename).toBe('DeactivateTeamMemberSuccess')
      expect(await app.db.session.count({ where: { teamMemberId } })).toBe(0)
      await reactivate(client, demoId(analyst))
    }
  })

  it.each([
    ['SUPER_ADMIN', 'SUPER_ADMIN', true],
    ['SUPER_ADMIN', 'ADMIN', true],
    ['SUPER_ADMIN', 'VIEWER', true],
    ['ADMIN', 'SUPER_ADMIN', false],
    ['ADMIN', 'ADMIN', true],
    ['ADMIN', 'VIEWER', true],
    ['VIEWER', 'SUPER_ADMIN', false],
    ['VIEWER', 'ADMIN', false],
    ['VIEWER', 'VIEWER', false],
  ] as const)('by a %s of a %s: %s; and so taking them back', async (actor, target, allowed) => {
    await arrange(app, relations, { role: actor })
    await arrange(app, analyst, { role: target })
    const client = await app.signIn(relations)
    const before = await snapshot(app)
    const answer = await deactivate(client, demoId(analyst))
    if (allowed) {
      expect(answer.__typename).toBe('DeactivateTeamMemberSuccess')
      expect((await reactivate(client, demoId(analyst))).__typename).toBe('ReactivateTeamMemberSuccess')
      return
    }
    expect(answer).toMatchObject({ __typename: 'ForbiddenError', code: 'FORBIDDEN' })
    expect((await reactivate(client, demoId(analyst))).__typename).toBe('ForbiddenError')
    expect(await snapshot(app)).toEqual(before)
    expect(await auditOf(app)).toEqual([
      denied(relations, 'team_member.deactivated', demoMember(analyst).id),
      denied(relations, 'team_member.reactivated', demoMember(analyst).id),
    ])
  })

  it('of oneself is forbidden, for a Super Admin and for an Admin', async () => {
    for (const email of [owner, finance]) {
      const client = await app.signIn(email)
      const before = await snapshot(app)
      expect(await deactivate(client, demoId(email))).toMatchObject({ __typename: 'ForbiddenError' })
      expect(await snapshot(app)).toEqual(before)
    }
  })

  it('finds nobody in another account, nor behind what is no id', async () => {
    const client = await app.signIn(owner)
    const before = await snapshot(app)
    for (const id of [demoId(otherOwner), memberId(nobody), memberId('5'), 'x']) {
      expect(await deactivate(client, id)).toEqual(notFound)
      expect(await reactivate(client, id)).toEqual(notFound)
    }
    expect(await snapshot(app)).toEqual(before)
  })

  it('keeps the last Super Admin with Sensitive Data Access', async () => {
    await arrange(app, relations, { role: 'SUPER_ADMIN' })
    const client = await app.signIn(relations)
    const before = await snapshot(app)
    expect(await deactivate(client, demoId(owner))).toMatchObject(lastAccess)
    expect(await snapshot(app)).toEqual(before)
    expect(await auditOf(app)).toEqual([])
  })

  it('twice is once', async () => {
    const client = await app.signIn(owner)
    await deactivate(client, demoId(analyst))
    const before = await snapshot(app)
    expect((await deactivate(client, demoId(analyst))).__typename).toBe('DeactivateTeamMemberSuccess')
    expect(await snapshot(app)).toEqual(before)
    expect(await auditOf(app)).toHaveLength(1)
  })
})

describe('reactivateTeamMember', () => {
  it('lets a member sign in as before, without Sensitive Data Access', async () => {
    const client = await app.signIn(owner)
    await deactivate(client, demoId(finance))
    expect(await reactivate(client, demoId(finance))).toEqual({
      __typename: 'ReactivateTeamMemberSuccess',
      teamMember: { email: finance, status: 'ACTIVE', sensitiveDataAccess: false },
    })
    expect((await login(app.anonymous, finance)).__typename).toBe('LoginSuccess')
    expect((await auditOf(app)).at(-1)).toEqual({
      action: 'team_member.reactivated',
      actorId: demoMember(owner).id,
      subjectId: demoMember(finance).id,
      details: { status: 'ACTIVE' },
    })
  })

  it('of somebody whose email is not verified is refused while MFA is on', async () => {
    const client = await app.signIn(owner)
    await deactivate(client, demoId(analyst))
    await app.db.account.updateMany({ data: { mfaEnabled: true } })
    const before = await snapshot(app)
    expect(await reactivate(client, demoId(analyst))).toMatchObject({
      __typename: 'UnverifiedTeamMembersError',
      code: 'UNVERIFIED_TEAM_MEMBERS',
      teamMembers: [{ email: analyst }],
    })
    expect(await snapshot(app)).toEqual(before)
    await app.db.account.updateMany({ data: { mfaEnabled: false } })
    expect((await reactivate(client, demoId(analyst))).__typename).toBe('ReactivateTeamMemberSuccess')
  })

  it('of somebody who never accepted invites them again, with MFA on as well', async () => {
    const client = await app.signIn(owner)
    const input = { email: 'new@summitridge.example', name: 'New', role: 'ADMIN' as const }
    const { teamMember } = as('InviteTeamMemberSuccess', await invite(client, input))
    await deactivate(client, teamMember.id)
    await app.db.account.updateMany({ data: { mfaEnabled: true } })
    expect(await reactivate(client, teamMember.id)).toMatchObject({
      teamMember: { email: input.email, status: 'INVITED' },
    })
    const [dead, alive] = await invitationsTo(app, input.email, 2)
    expect((await accept(app.anonymous, dead ?? '', 'quiet-otter-canyon')).__typename).toBe(
      'InvalidTokenError',
    )
    expect((await accept(app.anonymous, alive ?? '', 'quiet-otter-canyon')).__typename).toBe(
      'AcceptInvitationSuccess',
    )
  })

  it('leaves alone who is not deactivated', async () => {
    const client = await app.signIn(owner)
    const before = await snapshot(app)
    expect((await reactivate(client, demoId(finance))).__typename).toBe('ReactivateTeamMemberSuccess')
    expect(await snapshot(app)).toEqual(before)
    expect(await auditOf(app)).toEqual([])
  })
})

describe('setTeamMemberRole', () => {
  it('changes the role, and not the access to sensitive data', async () => {
    const client = await app.signIn(owner)
    expect(await setRole(client, { teamMemberId: demoId(relations), role: 'SUPER_ADMIN' })).toEqual({
      __typename: 'SetTeamMemberRoleSuccess',
      teamMember: { email: relations, role: 'SUPER_ADMIN', sensitiveDataAccess: false },
    })
    expect(await auditOf(app)).toEqual([
      {
        action: 'team_member.role_changed',
        actorId: demoMember(owner).id,
        subjectId: demoMember(relations).id,
        details: { from: 'ADMIN', to: 'SUPER_ADMIN' },
      },
    ])
    await setRole(client, { teamMemberId: demoId(relations), role: 'SUPER_ADMIN' })
    expect(await auditOf(app)).toHaveLength(1)
  })

  it.each([finance, analyst])('is forbidden to %s', async (email) => {
    const client = await app.signIn(email)
    const before = await snapshot(app)
    expect(await setRole(client, { teamMemberId: demoId(email), role: 'SUPER_ADMIN' })).toMatchObject({
      __typename: 'ForbiddenError',
      message: 'Only a Super Admin can change roles.',
    })
    expect(await snapshot(app)).toEqual(before)
    expect(await auditOf(app)).toEqual([denied(email, 'team_member.role_changed', demoMember(email).id)])
  })

  it('asks for the password after ten minutes', async () => {
    const client = await app.signIn(owner)
    const input = { teamMemberId: demoId(finance), role: 'VIEWER' as const }
    await ageAuthentication(app, owner, 601)
    expect((await setRole(client, input)).__typename).toBe('ReauthenticationRequiredError')
    expect((await rowOf(app, finance)).role).toBe('ADMIN')
    await ageAuthentication(app, owner, 599)
    expect((await setRole(client, input)).__typename).toBe('SetTeamMemberRoleSuccess')
  })

  it('finds nobody in another account, nor behind what is no id', async () => {
    const client = await app.signIn(owner)
    for (const teamMemberId of [demoId(otherOwner), memberId(nobody), 'x']) {
      expect(await setRole(client, { teamMemberId, role: 'VIEWER' })).toEqual(notFound)
    }
    expect((await rowOf(app, otherOwner)).role).toBe('SUPER_ADMIN')
  })

  it('keeps the last Super Admin with Sensitive Data Access, also when two step down at once', async () => {
    const margaret = await app.signIn(owner)
    const demoted = { teamMemberId: demoId(owner), role: 'ADMIN' as const }
    expect(await setRole(margaret, demoted)).toMatchObject(lastAccess)
    await arrange(app, finance, { role: 'SUPER_ADMIN' })
    const daniel = await app.signIn(finance)
    const answers = await Promise.all([
      setRole(margaret, demoted),
      setRole(daniel, { teamMemberId: demoId(finance), role: 'ADMIN' }),
    ])
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
      'LastSensitiveDataAccessError',
      'SetTeamMemberRoleSuccess',
    ])
  })
})

const giveLink = (email: string, purpose: 'PASSWORD_RESET' | 'NOT_ME') =>
  app.db.$executeRaw`
    INSERT INTO mailed_link (id, team_member_id, purpose, email, token_hash, expires_at)
    VALUES (gen_random_uuid(), ${demoMember(email).id}::uuid, ${purpose}::mailed_link_purpose, ${email},
            sha256(gen_random_uuid()::text::bytea), now() + interval '1 hour')`

/** Signs in as if MFA were off. */
async function signInAnyway(email: string): Promise<ApiClient> {
  await app.db.account.updateMany({ data: { mfaEnabled: false } })
  return app.signIn(email)
}
