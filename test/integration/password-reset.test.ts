// Choosing a new password with the link that was mailed: once, within its time, and not around MFA.
// Asking for the link: password-reset-request.test.ts.
import { beforeEach, describe, expect, it } from 'vitest'
import { demoPassword } from '../../prisma/seed.ts'
import { createMailedLink } from '../../src/auth/notices/mailed-link.ts'
import { invalidToken, requestToken } from '../support/password-reset.ts'
import {
  addPerson,
  addTrustedDevice,
  auditOf,
  inBetween,
  mailsAbout,
  type Person,
  snapshot,
} from '../support/people.ts'
import { changeEmail, myProfile, resetPassword } from '../support/profile.ts'
import { as, login, otherOwner, signInWithCode } from '../support/sign-in-steps.ts'
import { useApp } from '../support/use-app.ts'

const newPassword = 'a lantern over the quiet bay'

const app = useApp()
let person: Person
beforeEach(async () => {
  person = await addPerson(app)
  // The limits of an address are those of all tests together.
  await app.db.rateLimit.deleteMany({ where: { key: { startsWith: 'password-reset:' } } })
})

const reset = (token: string, password = newPassword) => resetPassword(app.anonymous, token, password)

/** Lets time pass for the person's links, on the database's clock. */
const setLinkEnd = (interval: string) =>
  app.pool.query('UPDATE mailed_link SET expires_at = now() + $1::interval WHERE team_member_id = $2', [
    interval,
    person.id,
  ])

const ok = { __typename: 'ResetPasswordSuccess', ok: true }

describe('resetPassword', () => {
  it('takes the new password, ends everything, and signs nobody in', async () => {
    const client = await app.signIn(person.email)
    await app.signIn(person.email)
    await addTrustedDevice(app, person.id)
    as('ChangeEmailSuccess', await changeEmail(client, `new-${person.email}`, demoPassword))
    const token = await requestToken(app, person.email)
    expect(await reset(token)).toEqual(ok)
    const after = await snapshot(app, person.id)
    expect(after).toMatchObject({ sessions: [], devices: [], openChallenges: [] })
    expect(after.member).toMatchObject({ email: person.email, pendingEmail: null })
    expect(after.links.every(({ usedAt }) => usedAt !== null)).toBe(true)
    expect(await myProfile(client)).toBe(null)
    as('InvalidCredentialsError', await login(app.anonymous, person.email))
    as('LoginSuccess', await login(app.anonymous, person.email, { password: newPassword }))

    const [notice] = await mailsAbout(app, person.email, 'Your password was reset', 1)
    expect(notice?.text).toContain(
      'A new password was chosen with a link that was mailed to you. Every session was ended.',
    )
    expect(notice?.text).toMatch(/This was not me:\nhttp:\/\/localhost:\d+\/not-me#[\w-]{43}\n/)
    expect((await auditOf(app, person.id)).slice(-2)).toEqual([
      { action: 'password.reset_requested', actorId: null, details: {} },
      { action: 'password.reset', actorId: null, details: {} },
    ])
  })

  it('works once', async () => {
    const token = await requestToken(app, person.email)
    expect(await reset(token)).toEqual(ok)
    const before = await snapshot(app, person.id)
    expect(await reset(token, 'another lantern, another bay')).toEqual(invalidToken)
    expect(await snapshot(app, person.id)).toEqual(before)
  })

  it('gets one of twenty parallel uses through', async () => {
    const token = await requestToken(app, person.email)
    const passwords = Array.from({ length: 20 }, (_, number) => `${newPassword} ${number}`)
    const answers = await Promise.all(passwords.map((password) => reset(token, password)))
    const won = answers.findIndex(({ __typename }) => __typename === 'ResetPasswordSuccess')
    expect(answers.filter((answer) => answer.__typename === 'ResetPasswordSuccess')).toEqual([ok])
    expect(answers.filter((answer) => answer.__typename === 'InvalidTokenError')).toEqual(
      Array(19).fill(invalidToken),
    )
    as('LoginSuccess', await login(app.anonymous, person.email, { password: passwords[won] ?? '' }))
    expect((await auditOf(app, person.id)).filter(({ action }) => action === 'password.reset')).toHaveLength(
      1,
    )
  })

  it('takes a link at 29:59 and refuses it at 30:01', async () => {
    const token = await requestToken(app, person.email)
    await setLinkEnd('-1 second')
    const before = await snapshot(app, person.id)
    expect(await reset(token)).toEqual(invalidToken)
    expect(await snapshot(app, person.id)).toEqual(before)
    await setLinkEnd('1 second')
    expect(await reset(token)).toEqual(ok)
  })

  it('takes the newest link alone', async () => {
    const first = await requestToken(app, person.email)
    const second = await requestToken(app, person.email, 1)
    expect(await reset(first)).toEqual(invalidToken)
    expect(await reset(second)).toEqual(ok)
  })

  it.each([
    [
      'too short',
      () => 'lantern bay',
      'Use at least 12 characters. A few unrelated words are easy to remember.',
    ],
    [
      'about its owner',
      () => `it is ${person.email}`,
      'Leave out your email address and the name of this product: attackers try them first.',
    ],
  ])('refuses a password that is %s, and the link can still be used', async (_what, password, message) => {
    const token = await requestToken(app, person.email)
    const before = await snapshot(app, person.id)
    const refusal = { __typename: 'WeakPasswordError', code: 'WEAK_PASSWORD', message }
    expect(await reset(token, password())).toEqual(refusal)
    expect(await snapshot(app, person.id)).toEqual(before)
    expect(await reset(token)).toEqual(ok)
  })

  it.each(['INVITATION', 'NOT_ME'] as const)(
    'refuses the token of another kind of link: %s',
    async (purpose) => {
      const token = await createMailedLink(app.db, person, purpose)
      const before = await snapshot(app, person.id)
      expect(await reset(token)).toEqual(invalidToken)
      expect(await snapshot(app, person.id)).toEqual(before)
    },
  )

  it.each(['', 'x', '\u0000', 'x'.repeat(10_000)])('refuses a token that never was', async (token) => {
    expect(await reset(token)).toEqual(invalidToken)
  })

  it.each(['INVITED', 'DEACTIVATED'] as const)('refuses for a member who is %s', async (status) => {
    const token = await requestToken(app, person.email)
    await app.db.teamMember.update({ where: { id: person.id }, data: { status } })
    const before = await snapshot(app, person.id)
    expect(await reset(token)).toEqual(invalidToken)
    expect(await snapshot(app, person.id)).toEqual(before)
  })

  it('loses against a deactivation that commits between its check and its act', async () => {
    const token = await requestToken(app, person.email)
    const before = await snapshot(app, person.id)
    const answer = await inBetween(
      app,
      { sql: 'SELECT 1 FROM team_member WHERE id = $1 FOR UPDATE', id: person.id },
      () => reset(token),
      `UPDATE team_member SET status = 'DEACTIVATED' WHERE id = $1`,
    )
    expect(answer).toEqual(invalidToken)
    expect(await snapshot(app, person.id)).toEqual({
      ...before,
      member: { ...before.member, status: 'DEACTIVATED' },
    })
  })

  it('does not forget failed sign-ins: who is locked out still waits', async () => {
    for (let tries = 0; tries < 10; tries++) await login(app.anonymous, person.email, { password: 'wrong' })
    expect(await reset(await requestToken(app, person.email))).toEqual(ok)
    as('RateLimitedError', await login(app.anonymous, person.email, { password: newPassword }))
  })

  it('looks at a hundred tries from an address in a quarter of an hour', async () => {
    const token = await requestToken(app, person.email)
    for (let batch = 0; batch < 5; batch++) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => reset('no such token')))
      expect(answers).toEqual(Array(20).fill(invalidToken))
    }
    const before = await snapshot(app, person.id)
    expect(await reset(token)).toMatchObject({
      __typename: 'RateLimitedError',
      code: 'RATE_LIMITED',
      message: 'Too many attempts. Try again in 15 minutes.',
    })
    expect(await snapshot(app, person.id)).toEqual(before)
  })

  it('leaves MFA where it is: the code is asked for after a reset, on a remembered device too', async () => {
    const member = await addPerson(app, { colleagueOf: otherOwner })
    await app.db.$executeRaw`UPDATE account SET mfa_enabled = true WHERE name = 'Harbor Point Partners'`
    const { trustedDeviceToken } = await signInWithCode(app, member.email, { rememberMe: true })
    const remembered = { trustedDeviceToken: trustedDeviceToken ?? '' }
    as('LoginSuccess', await login(app.anonymous, member.email, remembered))
    expect(await reset(await requestToken(app, member.email))).toEqual(ok)
    const again = { ...remembered, password: newPassword }
    as('VerificationRequired', await login(app.anonymous, member.email, again))
    expect(await app.db.session.count({ where: { teamMemberId: member.id } })).toBe(0)
  })
})
