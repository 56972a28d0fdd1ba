// Deactivating a member, which ends all that they have, and reactivating them.

import { describe, expect, it } from 'vitest'
import type { ApiClient } from '../support/client.ts'
import { databaseId, giveExport } from '../support/exports.ts'
import { TeamBellDocument, TeamDocument } from '../support/gql/graphql.ts'
import { addTrustedDevice } from '../support/people.ts'
import { as, demoMember, login, otherOwner, startChallenge, verify } from '../support/sign-in-steps.ts'
import {
  accept,
  arrange,
  auditOf,
  deactivate,
  demoId,
  denied,
  invitationsTo,
  invite,
  type Member,
  memberId,
  reactivate,
  rememberedBy,
  rowOf,
  setMfa,
  snapshot,
  useTeam,
  verifyEverybody,
} from '../support/team.ts'
import { useApp } from '../support/use-app.ts'

const app = useApp({ config: { role: 'server' } })
const team = useTeam(app)
const { owner, finance, relations, analyst } = team

/** What stays as it is where something is denied, in the team and in another account. */
const state = () => snapshot(app, team, demoMember(otherOwner))
const audit = () => auditOf(app, team)

const nobody = '01970000-0000-7000-8001-999999999999'
const notFound = {
  __typename: 'NotFoundError',
  code: 'NOT_FOUND',
  message: 'There is no such team member in your account.',
}
const lastAccess = { __typename: 'LastSensitiveDataAccessError', code: 'LAST_SENSITIVE_DATA_ACCESS' }
const isSignedIn = async (client: ApiClient) => (await client.request(TeamDocument)).viewer !== null

describe('deactivateTeamMember', () => {
  it('signs the member out everywhere, at once, and takes all that they could come back with', async () => {
    const client = await app.signIn(owner.email)
    const theirs = await app.signIn(finance.email)
    await addTrustedDevice(app, finance.id)
    await app.db.teamMember.update({
      where: { email: finance.email },
      data: { pendingEmail: 'new@example.com' },
    })
    for (const purpose of ['PASSWORD_RESET', 'NOT_ME'] as const) await giveLink(finance, purpose)
    const id = databaseId(await giveExport(app, finance.email))
    const bell = await theirs.subscribe(TeamBellDocument)
    const ended = expect(bell.next()).rejects.toThrow('The socket was closed: 4401')

    expect(await deactivate(client, finance.nodeId)).toEqual({
      __typename: 'DeactivateTeamMemberSuccess',
      teamMember: { email: finance.email, status: 'DEACTIVATED', sensitiveDataAccess: false },
    })
    await ended
    await bell.stop()
    expect(await isSignedIn(theirs)).toBe(false)
    expect((await app.db.export.findUniqueOrThrow({ where: { id } })).status).toBe('REVOKED')
    expect((await login(app.anonymous, finance.email)).__typename).toBe('InvalidCredentialsError')
    expect(await rememberedBy(app, team)).toEqual([])
    expect((await rowOf(app, finance.email)).pendingEmail).toBeNull()
    expect(await app.db.mailedLink.count({ where: { teamMemberId: finance.id, usedAt: null } })).toBe(0)
    const event = { actorId: owner.id, subjectId: finance.id }
    expect(await audit()).toEqual([
      { actorId: null, subjectId: id, action: 'export.revoked', details: {} },
      { ...event, action: 'team_member.deactivated', details: { was: 'ACTIVE' } },
      { ...event, action: 'sensitive_data_access.revoked', details: { by: 'deactivation' } },
    ])
  })

  it('ends a sign-in that waits for its code', async () => {
    await verifyEverybody(app, team)
    await setMfa(app, team, true)
    await login(app.anonymous, analyst.email)
    const open = { teamMemberId: analyst.id, consumedAt: null }
    expect(await app.db.challenge.count({ where: open })).toBe(1)
    const client = await app.signIn(owner.email)
    await deactivate(client, analyst.nodeId)
    expect(await app.db.challenge.count({ where: open })).toBe(0)
  })

  it('and a code given at the same moment end one way or the other, signed out both ways', async () => {
    const client = await app.signIn(owner.email)
    await verifyEverybody(app, team)
    await setMfa(app, team, true)
    const teamMemberId = analyst.id
    for (let round = 0; round < 5; round++) {
      const { challengeToken, code } = await startChallenge(app, analyst.email)
      const [signedIn, deactivated] = await Promise.all([
        verify(app.anonymous, challengeToken, code),
        deactivate(client, analyst.nodeId),
      ])
      expect(['LoginSuccess', 'ChallengeExpiredError']).toContain(signedIn.__typename)
      expect(deactivated.__typename).toBe('DeactivateTeamMemberSuccess')
      expect(await app.db.session.count({ where: { teamMemberId } })).toBe(0)
      await reactivate(client, analyst.nodeId)
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
    await arrange(app, relations.email, { role: actor })
    await arrange(app, analyst.email, { role: target })
    const client = await app.signIn(relations.email)
    const before = await state()
    const answer = await deactivate(client, analyst.nodeId)
    if (allowed) {
      expect(answer.__typename).toBe('DeactivateTeamMemberSuccess')
      expect((await reactivate(client, analyst.nodeId)).__typename).toBe('ReactivateTeamMemberSuccess')
      return
    }
    expect(answer).toMatchObject({ __typename: 'ForbiddenError', code: 'FORBIDDEN' })
    expect((await reactivate(client, analyst.nodeId)).__typename).toBe('ForbiddenError')
    expect(await state()).toEqual(before)
    expect(await audit()).toEqual([
      denied(relations, 'team_member.deactivated', analyst.id),
      denied(relations, 'team_member.reactivated', analyst.id),
    ])
  })

  it('of oneself is forbidden, for a Super Admin and for an Admin', async () => {
    for (const { email, nodeId } of [owner, finance]) {
      const client = await app.signIn(email)
      const before = await state()
      expect(await deactivate(client, nodeId)).toMatchObject({ __typename: 'ForbiddenError' })
      expect(await state()).toEqual(before)
    }
  })

  it('finds nobody in another account, nor behind what is no id', async () => {
    const client = await app.signIn(owner.email)
    const before = await state()
    for (const id of [demoId(otherOwner), memberId(nobody), memberId('5'), 'x']) {
      expect(await deactivate(client, id)).toEqual(notFound)
      expect(await reactivate(client, id)).toEqual(notFound)
    }
    expect(await state()).toEqual(before)
  })

  it('keeps the last Super Admin with Sensitive Data Access', async () => {
    await arrange(app, relations.email, { role: 'SUPER_ADMIN' })
    const client = await app.signIn(relations.email)
    const before = await state()
    expect(await deactivate(client, owner.nodeId)).toMatchObject(lastAccess)
    expect(await state()).toEqual(before)
    expect(await audit()).toEqual([])
  })

  it('twice is once', async () => {
    const client = await app.signIn(owner.email)
    await deactivate(client, analyst.nodeId)
    const before = await state()
    expect((await deactivate(client, analyst.nodeId)).__typename).toBe('DeactivateTeamMemberSuccess')
    expect(await state()).toEqual(before)
    expect(await audit()).toHaveLength(1)
  })
})

describe('reactivateTeamMember', () => {
  it('lets a member sign in as before, without Sensitive Data Access', async () => {
    const client = await app.signIn(owner.email)
    await deactivate(client, finance.nodeId)
    expect(await reactivate(client, finance.nodeId)).toEqual({
      __typename: 'ReactivateTeamMemberSuccess',
      teamMember: { email: finance.email, status: 'ACTIVE', sensitiveDataAccess: false },
    })
    expect((await login(app.anonymous, finance.email)).__typename).toBe('LoginSuccess')
    expect((await audit()).at(-1)).toEqual({
      action: 'team_member.reactivated',
      actorId: owner.id,
      subjectId: finance.id,
      details: { status: 'ACTIVE' },
    })
  })

  it('of somebody whose email is not verified is refused while MFA is on', async () => {
    const client = await app.signIn(owner.email)
    await deactivate(client, analyst.nodeId)
    await setMfa(app, team, true)
    const before = await state()
    expect(await reactivate(client, analyst.nodeId)).toMatchObject({
      __typename: 'UnverifiedTeamMembersError',
      code: 'UNVERIFIED_TEAM_MEMBERS',
      teamMembers: [{ email: analyst.email }],
    })
    expect(await state()).toEqual(before)
    await setMfa(app, team, false)
    expect((await reactivate(client, analyst.nodeId)).__typename).toBe('ReactivateTeamMemberSuccess')
  })

  it('of somebody who never accepted invites them again, with MFA on as well', async () => {
    const client = await app.signIn(owner.email)
    const input = { email: `new@${team.domain}`, name: 'New', role: 'ADMIN' as const }
    const { teamMember } = as('InviteTeamMemberSuccess', await invite(client, input))
    await deactivate(client, teamMember.id)
    await setMfa(app, team, true)
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
    const client = await app.signIn(owner.email)
    const before = await state()
    expect((await reactivate(client, finance.nodeId)).__typename).toBe('ReactivateTeamMemberSuccess')
    expect(await state()).toEqual(before)
    expect(await audit()).toEqual([])
  })
})

const giveLink = ({ id, email }: Member, purpose: 'PASSWORD_RESET' | 'NOT_ME') =>
  app.db.$executeRaw`
    INSERT INTO mailed_link (id, team_member_id, purpose, email, token_hash, expires_at)
    VALUES (gen_random_uuid(), ${id}::uuid, ${purpose}::mailed_link_purpose, ${email},
            sha256(gen_random_uuid()::text::bytea), now() + interval '1 hour')`
