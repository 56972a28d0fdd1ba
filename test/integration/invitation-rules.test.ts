// Who may invite whom, and which emails and names an invitation takes.

import { beforeEach, describe, expect, it } from 'vitest'
import type { InviteTeamMemberInput } from '../support/gql/graphql.ts'
import { as, demoMember, otherOwner } from '../support/sign-in-steps.ts'
import {
  ageAuthentication,
  arrange,
  auditOf,
  deactivate,
  denied,
  invite,
  setAccess,
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

let email: string
beforeEach(() => {
  email = `joan.marsh@${team.domain}`
})

const joan = (input: Partial<InviteTeamMemberInput> = {}): InviteTeamMemberInput => ({
  email,
  name: 'Joan Marsh',
  role: 'ADMIN',
  ...input,
})
const countByEmail = (address: string) => app.db.teamMember.count({ where: { email: address } })

describe('who may invite', () => {
  it.each([
    ['SUPER_ADMIN', 'ADMIN'],
    ['SUPER_ADMIN', 'VIEWER'],
    ['ADMIN', 'ADMIN'],
    ['ADMIN', 'VIEWER'],
  ] as const)('a %s invites a %s, even without recent authentication', async (actor, role) => {
    await arrange(app, relations.email, { role: actor })
    const client = await app.signIn(relations.email)
    await ageAuthentication(app, relations.email, 601)
    expect(await invite(client, joan({ role }))).toMatchObject({
      teamMember: { role, sensitiveDataAccess: false },
    })
  })

  it.each([
    ['ADMIN', false, 'SUPER_ADMIN'],
    ['ADMIN', true, 'SUPER_ADMIN'],
    ['SUPER_ADMIN', false, 'SUPER_ADMIN'],
    ['VIEWER', true, 'SUPER_ADMIN'],
    ['VIEWER', true, 'ADMIN'],
    ['VIEWER', false, 'VIEWER'],
  ] as const)('a %s (Sensitive Data Access: %s) invites no %s', async (actor, sensitiveDataAccess, role) => {
    await arrange(app, relations.email, { role: actor, sensitiveDataAccess })
    const client = await app.signIn(relations.email)
    const before = await state()
    expect(await invite(client, joan({ role }))).toMatchObject({
      __typename: 'ForbiddenError',
      code: 'FORBIDDEN',
    })
    expect(await state()).toEqual(before)
    expect(await audit()).toEqual([denied(relations, 'team_member.invited')])
    expect(await app.mailsTo(email)).toEqual([])
  })

  it('a Super Admin with access invites a Super Admin, who gets it, within ten minutes of the password', async () => {
    const client = await app.signIn(owner.email)
    await ageAuthentication(app, owner.email, 601)
    expect(await invite(client, joan({ role: 'SUPER_ADMIN' }))).toMatchObject({
      __typename: 'ReauthenticationRequiredError',
      code: 'REAUTHENTICATION_REQUIRED',
    })
    expect(await countByEmail(email)).toBe(0)
    await ageAuthentication(app, owner.email, 599)
    expect(await invite(client, joan({ role: 'SUPER_ADMIN' }))).toMatchObject({
      teamMember: { role: 'SUPER_ADMIN', sensitiveDataAccess: true },
    })
    expect((await audit()).map(({ action }) => action)).toEqual([
      'access.denied',
      'team_member.invited',
      'sensitive_data_access.granted',
    ])
  })

  it('an Admin cannot change the invitation of a Super Admin', async () => {
    await invite(await app.signIn(owner.email), joan({ role: 'SUPER_ADMIN' }))
    const client = await app.signIn(finance.email)
    const before = await state()
    expect((await invite(client, joan({ role: 'VIEWER' }))).__typename).toBe('ForbiddenError')
    expect(await state()).toEqual(before)
  })

  it('access that came with being invited as a Super Admin goes with it; what was granted stays', async () => {
    const client = await app.signIn(owner.email)
    await invite(client, joan({ role: 'SUPER_ADMIN' }))
    const asViewer = as('InviteTeamMemberSuccess', await invite(client, joan({ role: 'VIEWER' })))
    expect(asViewer.teamMember.sensitiveDataAccess).toBe(false)
    await setAccess(client, { teamMemberId: asViewer.teamMember.id, granted: true })
    expect(await invite(client, joan({ role: 'ADMIN' }))).toMatchObject({
      teamMember: { role: 'ADMIN', sensitiveDataAccess: true },
    })
  })
})

describe('InvalidInputError', () => {
  const long = `${'a'.repeat(250)}@example.com`
  const emails = ['joan', '', long, 'joan\u0000@example.com', 'joan@example.com\r\nBcc: x@example.com']
  const names = ['   ', 'x'.repeat(201), 'Joan\u0000Marsh', 'Joan\nMarsh', 'Joan \ud83d Marsh']

  it.each([
    ['email', emails.map((value) => ({ email: value }))],
    ['name', names.map((value) => ({ name: value }))],
  ])('for an %s that cannot be used', async (field, inputs) => {
    const client = await app.signIn(owner.email)
    const before = await state()
    for (const input of inputs) {
      expect(await invite(client, joan(input))).toMatchObject({
        __typename: 'InvalidInputError',
        code: 'INVALID_INPUT',
        path: ['input', field],
      })
    }
    expect(await state()).toEqual(before)
  })

  it('for an address in use: the same answer whoever has it', async () => {
    const client = await app.signIn(owner.email)
    await deactivate(client, analyst.nodeId)
    const before = await state()
    const audited = await audit()
    for (const taken of [finance.email, analyst.email, otherOwner, owner.email.toUpperCase()]) {
      expect(await invite(client, joan({ email: taken }))).toEqual({
        __typename: 'InvalidInputError',
        code: 'INVALID_INPUT',
        message: 'This address cannot be invited.',
        path: ['input', 'email'],
      })
    }
    expect(await state()).toEqual(before)
    expect(await audit()).toEqual(audited)
    // The tries count all the same: addresses cannot be tried out without end.
    expect(
      await app.db.rateLimit.findUnique({ where: { key: `invitations:${team.accountId}` } }),
    ).toMatchObject({
      points: 4,
    })
  })

  it('takes a name of 200 characters, in any script', async () => {
    const name = `${'é'.repeat(198)} 🏔`
    expect(await invite(await app.signIn(owner.email), joan({ name }))).toMatchObject({
      teamMember: { name },
    })
  })
})
