// Inviting somebody to the team, and accepting with the link in the mail.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hashToken } from '../../src/platform/encryption/crypto.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import type { InviteTeamMemberInput } from '../support/gql/graphql.ts'
import { as, demoMember, finance, login, otherOwner, owner } from '../support/sign-in-steps.ts'
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
  relations,
  rowOf,
  setAccess,
  snapshot,
} from '../support/team.ts'

let app: TestApp
beforeEach(async () => {
  app = await startTestApp({ role: 'server' })
})
afterEach(() => app.stop())

const email = 'joan.marsh@summitridge.example'
const password = 'quiet-otter-canyon'
const joan = (input: Partial<InviteTeamMemberInput> = {}): InviteTeamMemberInput => ({
  email,
  name: 'Joan Marsh',
  role: 'ADMIN',
  ...input,
})
const countByEmail = (address: string) => app.db.teamMember.count({ where: { email: address } })

describe('an invitation', () => {
  it('is mailed, accepted with the link, and then signs in', async () => {
    const client = await app.signIn(owner)
    const invited = await invite(
      client,
      joan({ email: ' Joan.Marsh@SummitRidge.example ', name: ' Joan Marsh ' }),
    )
    expect(invited).toEqual({
      __typename: 'InviteTeamMemberSuccess',
      teamMember: {
        id: expect.any(String),
        name: 'Joan Marsh',
        email,
        emailVerified: false,
        role: 'ADMIN',
        sensitiveDataAccess: false,
        status: 'INVITED',
      },
    })
    expect((await login(app.anonymous, email, { password })).__typename).toBe('InvalidCredentialsError')

    const [token = ''] = await invitationsTo(app, email, 1)
    const [mail] = await app.mailsTo(email)
    expect(mail?.subject).toBe('Margaret Okafor invites you to Summit Ridge Capital')
    expect(mail?.text).toContain(
      'Margaret Okafor invites you to the team of Summit Ridge Capital on Vestibule.',
    )
    expect(mail?.text).toContain('within 7 days')
    expect(mail?.html).toContain(`/accept-invitation#${token}"`)
    expect(await accept(app.anonymous, token, password)).toEqual({
      __typename: 'AcceptInvitationSuccess',
      teamMember: { name: 'Joan Marsh', email, emailVerified: true, status: 'ACTIVE' },
    })
    expect((await login(app.anonymous, email, { password })).__typename).toBe('LoginSuccess')
    const { id } = await rowOf(app, email)
    expect(await auditOf(app)).toEqual([
      {
        action: 'team_member.invited',
        actorId: demoMember(owner).id,
        subjectId: id,
        details: { role: 'ADMIN', again: false },
      },
      { action: 'team_member.accepted', actorId: id, subjectId: id, details: {} },
    ])
  })

  it('signs nobody in, and goes around no code', async () => {
    await invite(await app.signIn(owner), joan())
    await app.db.account.updateMany({ data: { mfaEnabled: true } })
    const [token = ''] = await invitationsTo(app, email, 1)
    await accept(app.anonymous, token, password)
    const { id } = await rowOf(app, email)
    expect(await app.db.session.count({ where: { teamMemberId: id } })).toBe(0)
    expect((await login(app.anonymous, email, { password })).__typename).toBe('VerificationRequired')
  })

  it('has its link stored as a hash, for 7 days', async () => {
    await invite(await app.signIn(owner), joan())
    const [token = ''] = await invitationsTo(app, email, 1)
    const [link] = await app.db.$queryRaw<object[]>`
      SELECT token_hash = ${hashToken(token)} AS hashed, expires_at - created_at = interval '7 days' AS week
      FROM mailed_link`
    expect(link).toEqual({ hashed: true, week: true })
  })

  it('again sends a new link; the old one dies, and name and role are the new ones', async () => {
    await invite(await app.signIn(owner), joan())
    const again = await invite(await app.signIn(finance), joan({ name: 'Joan M. Marsh', role: 'VIEWER' }))
    expect(again).toMatchObject({ teamMember: { name: 'Joan M. Marsh', role: 'VIEWER', status: 'INVITED' } })
    expect(await countByEmail(email)).toBe(1)
    const [dead = '', alive = ''] = await invitationsTo(app, email, 2)
    expect((await accept(app.anonymous, dead, password)).__typename).toBe('InvalidTokenError')
    expect((await accept(app.anonymous, alive, password)).__typename).toBe('AcceptInvitationSuccess')
    expect((await auditOf(app)).map(({ details }) => details)).toEqual([
      { role: 'ADMIN', again: false },
      { role: 'VIEWER', again: true },
      {},
    ])
  })

  it('by two colleagues at the same moment makes one member, with one link that works', async () => {
    const clients = [await app.signIn(owner), await app.signIn(finance), await app.signIn(relations)]
    const answers = await Promise.all(clients.map((client) => invite(client, joan())))
    expect(new Set(answers.map(({ __typename }) => __typename))).toEqual(new Set(['InviteTeamMemberSuccess']))
    expect(await countByEmail(email)).toBe(1)
    const tokens = await invitationsTo(app, email, 3)
    const accepted = await Promise.all(tokens.map((token) => accept(app.anonymous, token, password)))
    expect(accepted.map(({ __typename }) => __typename).sort()).toEqual([
      'AcceptInvitationSuccess',
      'InvalidTokenError',
      'InvalidTokenError',
    ])
  })

  it('by two accounts at the same moment makes one member of one of them', async () => {
    const clients = [await app.signIn(owner), await app.signIn(otherOwner)]
    const answers = await Promise.all(clients.map((client) => invite(client, joan())))
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
      'InvalidInputError',
      'InviteTeamMemberSuccess',
    ])
    expect(await countByEmail(email)).toBe(1)
  })

  it('is sent 50 times a day by an account at most', async () => {
    const { accountId } = demoMember(owner)
    await app.db.rateLimit.create({
      data: { key: `invitations:${accountId}`, points: 49, resetsAt: new Date(Date.now() + 3_600_000) },
    })
    const client = await app.signIn(owner)
    expect((await invite(client, joan())).__typename).toBe('InviteTeamMemberSuccess')
    const before = await snapshot(app)
    const refused = as('RateLimitedError', await invite(client, joan({ email: 'other@example.com' })))
    expect(refused.retryAfterSeconds).toBeGreaterThan(86_000)
    expect(await snapshot(app)).toEqual(before)
    expect((await invite(await app.signIn(otherOwner), joan({ email: 'x@example.com' }))).__typename).toBe(
      'InviteTeamMemberSuccess',
    )
  })
})

describe('who may invite', () => {
  it.each([
    ['SUPER_ADMIN', 'ADMIN'],
    ['SUPER_ADMIN', 'VIEWER'],
    ['ADMIN', 'ADMIN'],
    ['ADMIN', 'VIEWER'],
  ] as const)('a %s invites a %s, even without recent authentication', async (actor, role) => {
    await arrange(app, relations, { role: actor })
    const client = await app.signIn(relations)
    await ageAuthentication(app, relations, 601)
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
    await arrange(app, relations, { role: actor, sensitiveDataAccess })
    const client = await app.signIn(relations)
    const before = await snapshot(app)
    expect(await invite(client, joan({ role }))).toMatchObject({
      __typename: 'ForbiddenError',
      code: 'FORBIDDEN',
    })
    expect(await snapshot(app)).toEqual(before)
    expect(await auditOf(app)).toEqual([denied(relations, 'team_member.invited')])
    expect(await app.mailsTo(email)).toEqual([])
  })

  it('a Super Admin with access invites a Super Admin, who gets it, within ten minutes of the password', async () => {
    const client = await app.signIn(owner)
    await ageAuthentication(app, owner, 601)
    expect(await invite(client, joan({ role: 'SUPER_ADMIN' }))).toMatchObject({
      __typename: 'ReauthenticationRequiredError',
      code: 'REAUTHENTICATION_REQUIRED',
    })
    expect(await countByEmail(email)).toBe(0)
    await ageAuthentication(app, owner, 599)
    expect(await invite(client, joan({ role: 'SUPER_ADMIN' }))).toMatchObject({
      teamMember: { role: 'SUPER_ADMIN', sensitiveDataAccess: true },
    })
    expect((await auditOf(app)).map(({ action }) => action)).toEqual([
      'access.denied',
      'team_member.invited',
      'sensitive_data_access.granted',
    ])
  })

  it('an Admin cannot change the invitation of a Super Admin', async () => {
    await invite(await app.signIn(owner), joan({ role: 'SUPER_ADMIN' }))
    const client = await app.signIn(finance)
    const before = await snapshot(app)
    expect((await invite(client, joan({ role: 'VIEWER' }))).__typename).toBe('ForbiddenError')
    expect(await snapshot(app)).toEqual(before)
  })

  it('access that came with being invited as a Super Admin goes with it; what was granted stays', async () => {
    const client = await app.signIn(owner)
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
    const client = await app.signIn(owner)
    const before = await snapshot(app)
    for (const input of inputs) {
      expect(await invite(client, joan(input))).toMatchObject({
        __typename: 'InvalidInputError',
        code: 'INVALID_INPUT',
        path: ['input', field],
      })
    }
    expect(await snapshot(app)).toEqual(before)
  })

  it('for an address in use: the same answer whoever has it', async () => {
    const client = await app.signIn(owner)
    await deactivate(client, demoId(analyst))
    const before = await snapshot(app)
    const audited = await auditOf(app)
    for (const taken of [finance, analyst, otherOwner, owner.toUpperCase()]) {
      expect(await invite(client, joan({ email: taken }))).toEqual({
        __typename: 'InvalidInputError',
        code: 'INVALID_INPUT',
        message: 'This address cannot be invited.',
        path: ['input', 'email'],
      })
    }
    expect(await snapshot(app)).toEqual(before)
    expect(await auditOf(app)).toEqual(audited)
    // The tries count all the same: addresses cannot be tried out without end.
    expect(
      await app.db.rateLimit.findFirst({ where: { key: { startsWith: 'invitations:' } } }),
    ).toMatchObject({
      points: 4,
    })
  })

  it('takes a name of 200 characters, in any script', async () => {
    const name = `${'é'.repeat(198)} 🏔`
    expect(await invite(await app.signIn(owner), joan({ name }))).toMatchObject({ teamMember: { name } })
  })
})

describe('accepting', () => {
  async function invited(): Promise<string> {
    await invite(await app.signIn(owner), joan())
    const [token = ''] = await invitationsTo(app, email, 1)
    return token
  }

  it('with a weak password is refused, and the link still works', async () => {
    const token = await invited()
    const before = await snapshot(app)
    for (const weak of ['short', 'x'.repeat(129), 'joan.marsh-2026', 'vestibule-portal']) {
      expect(await accept(app.anonymous, token, weak)).toMatchObject({
        __typename: 'WeakPasswordError',
        code: 'WEAK_PASSWORD',
      })
    }
    expect(await snapshot(app)).toEqual(before)
    expect((await accept(app.anonymous, token, password)).__typename).toBe('AcceptInvitationSuccess')
  })

  it('20 times at once succeeds once', async () => {
    const token = await invited()
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => accept(app.anonymous, token, `${password}-${index}`)),
    )
    const names = answers.map(({ __typename }) => __typename)
    expect(names.filter((name) => name === 'AcceptInvitationSuccess')).toHaveLength(1)
    expect(names.filter((name) => name === 'InvalidTokenError')).toHaveLength(19)
    const winner = names.indexOf('AcceptInvitationSuccess')
    const signedIn = await login(app.anonymous, email, { password: `${password}-${winner}` })
    expect(signedIn.__typename).toBe('LoginSuccess')
    expect((await auditOf(app)).filter(({ action }) => action === 'team_member.accepted')).toHaveLength(1)
  })

  it('is refused with a link that was used, is too old, was withdrawn, is of another kind, or never was', async () => {
    const token = await invited()
    const invalid = { __typename: 'InvalidTokenError', code: 'INVALID_TOKEN' }
    const id = (await rowOf(app, email)).id
    const refuse = async (candidate: string) => {
      const before = await snapshot(app)
      expect(await accept(app.anonymous, candidate, password)).toMatchObject(invalid)
      expect(await snapshot(app)).toEqual(before)
    }
    await refuse('')
    await refuse('x\u0000')
    await refuse(token.toLowerCase())
    await app.db.$executeRaw`UPDATE mailed_link SET expires_at = now() - interval '1 second'`
    await refuse(token)
    await app.db.$executeRaw`
      UPDATE mailed_link SET expires_at = now() + interval '1 hour', purpose = 'PASSWORD_RESET'`
    await refuse(token)
    await app.db.$executeRaw`
      UPDATE mailed_link SET purpose = 'INVITATION'`
    // Even if its link had survived: who is deactivated accepts nothing.
    await app.db.teamMember.update({ where: { id }, data: { status: 'DEACTIVATED' } })
    await refuse(token)
    await app.db.teamMember.update({ where: { id }, data: { status: 'INVITED' } })
    expect((await accept(app.anonymous, token, password)).__typename).toBe('AcceptInvitationSuccess')
    await refuse(token)
  })

  it('and being deactivated at the same moment end one way or the other', async () => {
    const client = await app.signIn(owner)
    for (let round = 0; round < 10; round++) {
      const address = `joan${round}@summitridge.example`
      const { teamMember } = as('InviteTeamMemberSuccess', await invite(client, joan({ email: address })))
      const [token = ''] = await invitationsTo(app, address, 1)
      const [accepted, deactivated] = await Promise.all([
        accept(app.anonymous, token, password),
        deactivate(client, teamMember.id),
      ])
      expect(['AcceptInvitationSuccess', 'InvalidTokenError']).toContain(accepted.__typename)
      expect(deactivated.__typename).toBe('DeactivateTeamMemberSuccess')
      const row = await rowOf(app, address)
      expect(row.status).toBe('DEACTIVATED')
      expect(row.passwordHash !== null).toBe(accepted.__typename === 'AcceptInvitationSuccess')
    }
  })
})
