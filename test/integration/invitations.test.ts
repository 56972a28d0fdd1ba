// Inviting somebody to the team, and accepting with the link in the mail.

import { beforeEach, describe, expect, it } from 'vitest'
import { hashToken } from '../../src/platform/encryption/crypto.ts'
import type { InviteTeamMemberInput } from '../support/gql/graphql.ts'
import { as, demoMember, login, otherOwner } from '../support/sign-in-steps.ts'
import {
  accept,
  auditOf,
  deactivate,
  invitationsTo,
  invite,
  rowOf,
  setMfa,
  snapshot,
  useTeam,
} from '../support/team.ts'
import { useApp } from '../support/use-app.ts'

const app = useApp({ config: { role: 'server' } })
const team = useTeam(app)
const { owner, finance, relations } = team

/** What stays as it is where something is denied, in the team and in another account. */
const state = () => snapshot(app, team, demoMember(otherOwner))
const audit = () => auditOf(app, team)

let email: string
beforeEach(async () => {
  email = `joan.marsh@${team.domain}`
  // Accepting is counted by address, which is the same for all tests.
  await app.db.rateLimit.deleteMany()
})

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
    const client = await app.signIn(owner.email)
    const invited = await invite(
      client,
      joan({ email: ` Joan.Marsh@${team.domain.toUpperCase()} `, name: ' Joan Marsh ' }),
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
    expect(mail?.subject).toBe(`Margaret Okafor invites you to ${team.accountName}`)
    expect(mail?.text).toContain(
      `Margaret Okafor invites you to the team of ${team.accountName} on Vestibule.`,
    )
    expect(mail?.text).toContain('within 7 days')
    expect(mail?.html).toContain(`/accept-invitation#${token}"`)
    expect(await accept(app.anonymous, token, password)).toEqual({
      __typename: 'AcceptInvitationSuccess',
      teamMember: { name: 'Joan Marsh', email, emailVerified: true, status: 'ACTIVE' },
    })
    expect((await login(app.anonymous, email, { password })).__typename).toBe('LoginSuccess')
    const { id } = await rowOf(app, email)
    expect(await audit()).toEqual([
      {
        action: 'team_member.invited',
        actorId: owner.id,
        subjectId: id,
        details: { role: 'ADMIN', again: false },
      },
      { action: 'team_member.accepted', actorId: id, subjectId: id, details: {} },
    ])
  })

  it('signs nobody in, and goes around no code', async () => {
    await invite(await app.signIn(owner.email), joan())
    await setMfa(app, team, true)
    const [token = ''] = await invitationsTo(app, email, 1)
    await accept(app.anonymous, token, password)
    const { id } = await rowOf(app, email)
    expect(await app.db.session.count({ where: { teamMemberId: id } })).toBe(0)
    expect((await login(app.anonymous, email, { password })).__typename).toBe('VerificationRequired')
  })

  it('has its link stored as a hash, for 7 days', async () => {
    await invite(await app.signIn(owner.email), joan())
    const [token = ''] = await invitationsTo(app, email, 1)
    const { id } = await rowOf(app, email)
    const links = await app.db.$queryRaw`
      SELECT token_hash = ${hashToken(token)} AS hashed, expires_at - created_at = interval '7 days' AS week
      FROM mailed_link WHERE team_member_id = ${id}::uuid`
    expect(links).toEqual([{ hashed: true, week: true }])
  })

  it('again sends a new link; the old one dies, and name and role are the new ones', async () => {
    await invite(await app.signIn(owner.email), joan())
    const again = await invite(
      await app.signIn(finance.email),
      joan({ name: 'Joan M. Marsh', role: 'VIEWER' }),
    )
    expect(again).toMatchObject({ teamMember: { name: 'Joan M. Marsh', role: 'VIEWER', status: 'INVITED' } })
    expect(await countByEmail(email)).toBe(1)
    const [dead = '', alive = ''] = await invitationsTo(app, email, 2)
    expect((await accept(app.anonymous, dead, password)).__typename).toBe('InvalidTokenError')
    expect((await accept(app.anonymous, alive, password)).__typename).toBe('AcceptInvitationSuccess')
    expect((await audit()).map(({ details }) => details)).toEqual([
      { role: 'ADMIN', again: false },
      { role: 'VIEWER', again: true },
      {},
    ])
  })

  it('by two colleagues at the same moment makes one member, with one link that works', async () => {
    const clients = [
      await app.signIn(owner.email),
      await app.signIn(finance.email),
      await app.signIn(relations.email),
    ]
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
    const clients = [await app.signIn(owner.email), await app.signIn(otherOwner)]
    const answers = await Promise.all(clients.map((client) => invite(client, joan())))
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
      'InvalidInputError',
      'InviteTeamMemberSuccess',
    ])
    expect(await countByEmail(email)).toBe(1)
  })

  it('is sent 50 times a day by an account at most', async () => {
    await app.db.rateLimit.create({
      data: { key: `invitations:${team.accountId}`, points: 49, resetsAt: new Date(Date.now() + 3_600_000) },
    })
    const client = await app.signIn(owner.email)
    expect((await invite(client, joan())).__typename).toBe('InviteTeamMemberSuccess')
    const before = await state()
    const refused = as('RateLimitedError', await invite(client, joan({ email: `other@${team.domain}` })))
    expect(refused.retryAfterSeconds).toBeGreaterThan(86_000)
    expect(await state()).toEqual(before)
    expect((await invite(await app.signIn(otherOwner), joan({ email: `x@${team.domain}` }))).__typename).toBe(
      'InviteTeamMemberSuccess',
    )
  })
})

describe('accepting', () => {
  async function invited(): Promise<string> {
    await invite(await app.signIn(owner.email), joan())
    const [token = ''] = await invitationsTo(app, email, 1)
    return token
  }

  it('with a weak password is refused, and the link still works', async () => {
    const token = await invited()
    const before = await state()
    for (const weak of ['short', 'x'.repeat(129), 'joan.marsh-2026', 'vestibule-portal']) {
      expect(await accept(app.anonymous, token, weak)).toMatchObject({
        __typename: 'WeakPasswordError',
        code: 'WEAK_PASSWORD',
      })
    }
    expect(await state()).toEqual(before)
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
    expect((await audit()).filter(({ action }) => action === 'team_member.accepted')).toHaveLength(1)
  })

  it('is refused with a link that was used, is too old, was withdrawn, is of another kind, or never was', async () => {
    const token = await invited()
    const invalid = { __typename: 'InvalidTokenError', code: 'INVALID_TOKEN' }
    const id = (await rowOf(app, email)).id
    const changeLink = (change: string) =>
      app.pool.query(`UPDATE mailed_link SET ${change} WHERE team_member_id = $1`, [id])
    const refuse = async (candidate: string) => {
      const before = await state()
      expect(await accept(app.anonymous, candidate, password)).toMatchObject(invalid)
      expect(await state()).toEqual(before)
    }
    await refuse('')
    await refuse('x\u0000')
    await refuse(token.toLowerCase())
    await changeLink(`expires_at = now() - interval '1 second'`)
    await refuse(token)
    await changeLink(`expires_at = now() + interval '1 hour', purpose = 'PASSWORD_RESET'`)
    await refuse(token)
    await changeLink(`purpose = 'INVITATION'`)
    // Even if its link had survived: who is deactivated accepts nothing.
    await app.db.teamMember.update({ where: { id }, data: { status: 'DEACTIVATED' } })
    await refuse(token)
    await app.db.teamMember.update({ where: { id }, data: { status: 'INVITED' } })
    expect((await accept(app.anonymous, token, password)).__typename).toBe('AcceptInvitationSuccess')
    await refuse(token)
  })

  it('and being deactivated at the same moment end one way or the other', async () => {
    const client = await app.signIn(owner.email)
    for (let round = 0; round < 10; round++) {
      const address = `joan${round}@${team.domain}`
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
