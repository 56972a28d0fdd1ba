// The team: who sees it, and who changes the roles in it. Leaving and coming back: team-deactivation.test.ts.

import { encodeGlobalID } from '@pothos/plugin-relay'
import { describe, expect, it } from 'vitest'
import { NodeOfDocument, TeamDocument } from '../support/gql/graphql.ts'
import { demoMember, otherOwner } from '../support/sign-in-steps.ts'
import {
  ageAuthentication,
  arrange,
  auditOf,
  demoId,
  denied,
  memberId,
  rowOf,
  setRole,
  snapshot,
  useTeam,
} from '../support/team.ts'
import { useApp } from '../support/use-app.ts'

const app = useApp({ config: { role: 'server' } })
const team = useTeam(app)
const { owner, finance, relations, analyst } = team

/** What stays as it is where something is denied, in the team and in another account. */
const state = () => snapshot(app, team, demoMember(otherOwner))
const audit = () => auditOf(app, team)

const names = ['Daniel Whitfield', 'Inês Carvalho', 'Margaret Okafor', 'Tomasz Zieliński']
const nobody = '01970000-0000-7000-8001-999999999999'
const notFound = {
  __typename: 'NotFoundError',
  code: 'NOT_FOUND',
  message: 'There is no such team member in your account.',
}
const lastAccess = { __typename: 'LastSensitiveDataAccessError', code: 'LAST_SENSITIVE_DATA_ACCESS' }

describe('seeing the team', () => {
  it('lists everybody of the own account by name, whoever asks', async () => {
    const account = (await (await app.signIn(analyst.email)).request(TeamDocument)).viewer?.account
    expect(account?.teamMembers.totalCount).toBe(4)
    expect(account?.teamMembers.nodes.map(({ name }) => name)).toEqual(names)
    expect(account?.teamMembers.nodes.at(-1)).toEqual({
      name: 'Tomasz Zieliński',
      email: analyst.email,
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
    const mine = await app.signIn(owner.email)
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
    const client = await app.signIn(owner.email)
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
    const client = await app.signIn(owner.email)
    expect((await client.request(NodeOfDocument, { id: finance.nodeId })).node?.__typename).toBe('TeamMember')
    const { accountId } = demoMember(otherOwner)
    for (const id of [demoId(otherOwner), memberId(nobody), encodeGlobalID('Account', accountId)]) {
      expect((await client.request(NodeOfDocument, { id })).node).toBeNull()
    }
  })
})

describe('setTeamMemberRole', () => {
  it('changes the role, and not the access to sensitive data', async () => {
    const client = await app.signIn(owner.email)
    expect(await setRole(client, { teamMemberId: relations.nodeId, role: 'SUPER_ADMIN' })).toEqual({
      __typename: 'SetTeamMemberRoleSuccess',
      teamMember: { email: relations.email, role: 'SUPER_ADMIN', sensitiveDataAccess: false },
    })
    expect(await audit()).toEqual([
      {
        action: 'team_member.role_changed',
        actorId: owner.id,
        subjectId: relations.id,
        details: { from: 'ADMIN', to: 'SUPER_ADMIN' },
      },
    ])
    await setRole(client, { teamMemberId: relations.nodeId, role: 'SUPER_ADMIN' })
    expect(await audit()).toHaveLength(1)
  })

  it.each([
    ['finance', finance],
    ['analyst', analyst],
  ])('is forbidden to %s', async (_who, member) => {
    const client = await app.signIn(member.email)
    const before = await state()
    expect(await setRole(client, { teamMemberId: member.nodeId, role: 'SUPER_ADMIN' })).toMatchObject({
      __typename: 'ForbiddenError',
      message: 'Only a Super Admin can change roles.',
    })
    expect(await state()).toEqual(before)
    expect(await audit()).toEqual([denied(member, 'team_member.role_changed', member.id)])
  })

  it('asks for the password after ten minutes', async () => {
    const client = await app.signIn(owner.email)
    const input = { teamMemberId: finance.nodeId, role: 'VIEWER' as const }
    await ageAuthentication(app, owner.email, 601)
    expect((await setRole(client, input)).__typename).toBe('ReauthenticationRequiredError')
    expect((await rowOf(app, finance.email)).role).toBe('ADMIN')
    await ageAuthentication(app, owner.email, 599)
    expect((await setRole(client, input)).__typename).toBe('SetTeamMemberRoleSuccess')
  })

  it('finds nobody in another account, nor behind what is no id', async () => {
    const client = await app.signIn(owner.email)
    for (const teamMemberId of [demoId(otherOwner), memberId(nobody), 'x']) {
      expect(await setRole(client, { teamMemberId, role: 'VIEWER' })).toEqual(notFound)
    }
    expect((await rowOf(app, otherOwner)).role).toBe('SUPER_ADMIN')
  })

  it('keeps the last Super Admin with Sensitive Data Access, also when two step down at once', async () => {
    const margaret = await app.signIn(owner.email)
    const demoted = { teamMemberId: owner.nodeId, role: 'ADMIN' as const }
    expect(await setRole(margaret, demoted)).toMatchObject(lastAccess)
    await arrange(app, finance.email, { role: 'SUPER_ADMIN' })
    const daniel = await app.signIn(finance.email)
    const answers = await Promise.all([
      setRole(margaret, demoted),
      setRole(daniel, { teamMemberId: finance.nodeId, role: 'ADMIN' }),
    ])
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
      'LastSensitiveDataAccessError',
      'SetTeamMemberRoleSuccess',
    ])
  })
})
