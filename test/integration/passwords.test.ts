// Changing one's password: what is asked, what is refused, and what the old one no longer opens.
import { beforeEach, describe, expect, it } from 'vitest'
import { demoPassword } from '../../prisma/seed.ts'
import { fullCost } from '../../src/platform/encryption/passwords.ts'
import { type ApiClient, createClient } from '../support/client.ts'
import {
  addPerson,
  addTrustedDevice,
  auditOf,
  inBetween,
  mailsAbout,
  type Person,
  snapshot,
} from '../support/people.ts'
import {
  changeEmail,
  changePassword,
  myProfile,
  requestPasswordReset,
  resetPassword,
  verifyEmail,
} from '../support/profile.ts'
import {
  as,
  codesTo,
  login,
  otherOwner,
  signInWithCode,
  startChallenge,
  verify,
} from '../support/sign-in-steps.ts'
import { useApp } from '../support/use-app.ts'

const newPassword = 'a lantern over the quiet bay'

const app = useApp({ tuning: { passwordCost: fullCost } })
let person: Person
let client: ApiClient
beforeEach(async () => {
  person = await addPerson(app)
  client = await app.signIn(person.email)
})

const ok = { __typename: 'ChangePasswordSuccess', ok: true }
const wrong = {
  __typename: 'InvalidCredentialsError',
  code: 'INVALID_CREDENTIALS',
  message: 'Incorrect email or password.',
}

it('signing in renews a hash of another cost, once', async () => {
  const { id, email } = await addPerson(app)
  const hashOf = async () => (await app.db.teamMember.findUniqueOrThrow({ where: { id } })).passwordHash
  const old = await hashOf()
  as('InvalidCredentialsError', await login(app.anonymous, email, { password: 'not the password' }))
  expect(await hashOf()).toBe(old)
  as('LoginSuccess', await login(app.anonymous, email))
  const renewed = await hashOf()
  expect(renewed).not.toBe(old)
  expect(renewed).toContain('$m=19456,')
  as('LoginSuccess', await login(app.anonymous, email))
  expect(await hashOf()).toBe(renewed)
})

describe('changePassword', () => {
  it('takes the new password, and keeps the session that asked and no other', async () => {
    const other = await app.signIn(person.email)
    expect(await changePassword(client, demoPassword, newPassword)).toEqual(ok)
    expect(await myProfile(client)).toMatchObject({ teamMember: { email: person.email } })
    expect(await myProfile(other)).toBe(null)
    as('InvalidCredentialsError', await login(app.anonymous, person.email))
    as('LoginSuccess', await login(app.anonymous, person.email, { password: newPassword }))
    expect(await auditOf(app, person.id)).toEqual([
      { action: 'password.changed', actorId: person.id, details: {} },
    ])
    const [notice] = await mailsAbout(app, person.email, 'Your password was changed', 1)
    expect(notice?.text).toContain(
      'Your password was changed. Every other session was ended, and remembered devices are forgotten.',
    )
    expect(notice?.text).toMatch(/This was not me:\nhttp:\/\/localhost:\d+\/not-me#[\w-]{43}\n/)
    const { passwordHash } = await app.db.teamMember.findUniqueOrThrow({ where: { id: person.id } })
    expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,p=1,t=2\$/)
  })

  it('ends everything else that the old password opened', async () => {
    await addTrustedDevice(app, person.id)
    as('RequestPasswordResetSuccess', await requestPasswordReset(app.anonymous, person.email))
    const [mail] = await mailsAbout(app, person.email, 'Choose a new password for Vestibule', 1)
    const [, token = ''] = /#([\w-]{43})/.exec(mail?.text ?? '') ?? []
    const pending = `new-${person.email}`
    as('ChangeEmailSuccess', await changeEmail(client, pending, demoPassword))
    const [code = ''] = await codesTo(app, pending, 1)

    expect(await changePassword(client, demoPassword, newPassword)).toEqual(ok)
    const after = await snapshot(app, person.id)
    expect(after).toMatchObject({ sessions: [{}], devices: [], openChallenges: [] })
    expect(after.member).toMatchObject({ email: person.email, pendingEmail: null })
    as('ChallengeExpiredError', await verifyEmail(client, code))
    as('InvalidTokenError', await resetPassword(app.anonymous, token, 'another lantern, another bay'))
  })

  it('changes nothing with a wrong password', async () => {
    await addTrustedDevice(app, person.id)
    await app.signIn(person.email)
    const before = await snapshot(app, person.id)
    expect(await changePassword(client, 'not the password', newPassword)).toEqual(wrong)
    expect(await changePassword(client, newPassword, newPassword)).toEqual(wrong)
    expect(await snapshot(app, person.id)).toEqual(before)
    const failure = {
      action: 'password.change_failed',
      actorId: person.id,
      details: { purpose: 'change_password', reason: 'INVALID_CREDENTIALS' },
    }
    expect(await auditOf(app, person.id)).toEqual([failure, failure])
    expect(await app.mailsTo(person.email)).toEqual([])
  })

  const about = 'Leave out your email address and the name of this product: attackers try them first.'
  it.each([
    ['the old one', () => demoPassword, 'This is already your password.'],
    [
      'eleven characters',
      () => 'lantern bay',
      'Use at least 12 characters. A few unrelated words are easy to remember.',
    ],
    ['129 characters', () => 'lantern-'.repeat(17).slice(0, 129), 'Use at most 128 characters.'],
    ['one with the own email', () => `it is ${person.email}`, about],
    ['one with the name of the product', () => 'my VESTIBULE lantern', about],
    [
      'one from a breach',
      () => '1QAZ2wsx3edc',
      'Many people use this password, so attackers try it first. Choose another.',
    ],
  ])('refuses %s', async (_what, password, message) => {
    await addTrustedDevice(app, person.id)
    const before = await snapshot(app, person.id)
    const refusal = { __typename: 'WeakPasswordError', code: 'WEAK_PASSWORD', message }
    expect(await changePassword(client, demoPassword, password())).toEqual(refusal)
    expect(await snapshot(app, person.id)).toEqual(before)
    expect(await auditOf(app, person.id)).toEqual([])
  })

  it.each([12, 128])('takes %i characters, spaces at both ends included', async (length) => {
    const password = ` ${'lantern-'.repeat(17).slice(0, length - 2)} `
    expect(await changePassword(client, demoPassword, password)).toEqual(ok)
    as('InvalidCredentialsError', await login(app.anonymous, person.email, { password: password.trim() }))
    as('LoginSuccess', await login(app.anonymous, person.email, { password }))
  })

  it('waits after ten wrong passwords, even for the right one', async () => {
    for (let tries = 0; tries < 10; tries++) {
      expect(await changePassword(client, 'not the password', newPassword)).toEqual(wrong)
    }
    const before = await snapshot(app, person.id)
    const refused = as('RateLimitedError', await changePassword(client, demoPassword, newPassword))
    expect(refused.message).toBe('Too many wrong passwords. Try again in 15 minutes.')
    expect(refused.retryAfterSeconds).toBeGreaterThan(14 * 60)
    expect(await snapshot(app, person.id)).toEqual(before)
    expect((await auditOf(app, person.id)).at(-1)).toMatchObject({
      action: 'password.change_failed',
      details: { reason: 'RATE_LIMITED' },
    })
    await mailsAbout(app, person.email, 'Too many wrong passwords', 1)
  })

  it('is not kept from its owner by strangers who fail to sign in', async () => {
    for (let tries = 0; tries < 11; tries++) await login(app.anonymous, person.email, { password: 'wrong' })
    as('RateLimitedError', await login(app.anonymous, person.email))
    expect(await changePassword(client, demoPassword, newPassword)).toEqual(ok)
  })

  it('makes one of several parallel changes', async () => {
    const passwords = Array.from({ length: 5 }, (_, number) => `${newPassword} ${number}`)
    const answers = await Promise.all(
      passwords.map((password) => changePassword(client, demoPassword, password)),
    )
    const won = answers.findIndex(({ __typename }) => __typename === 'ChangePasswordSuccess')
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
      'ChangePasswordSuccess',
      ...Array(4).fill('InvalidCredentialsError'),
    ])
    as('LoginSuccess', await login(app.anonymous, person.email, { password: passwords[won] ?? '' }))
    const changes = (await auditOf(app, person.id)).filter(({ action }) => action === 'password.changed')
    expect(changes).toHaveLength(1)
  })

  it('loses against a change that commits between its check and its act', async () => {
    const answer = await inBetween(
      app,
      { sql: 'SELECT 1 FROM team_member WHERE id = $1 FOR UPDATE', id: person.id },
      () => changePassword(client, demoPassword, newPassword),
      `UPDATE team_member SET password_hash = 'another' WHERE id = $1`,
    )
    expect(answer).toEqual(wrong)
    const { passwordHash } = await app.db.teamMember.findUniqueOrThrow({ where: { id: person.id } })
    expect(passwordHash).toBe('another')
  })
})

describe('with MFA on', () => {
  let member: Person
  beforeEach(async () => {
    member = await addPerson(app, { colleagueOf: otherOwner })
    await app.db.$executeRaw`UPDATE account SET mfa_enabled = true WHERE name = 'Harbor Point Partners'`
  })

  it('trust does not survive a change of the password', async () => {
    const { sessionToken, trustedDeviceToken } = await signInWithCode(app, member.email, { rememberMe: true })
    const remembered = { trustedDeviceToken: trustedDeviceToken ?? '' }
    as('LoginSuccess', await login(app.anonymous, member.email, remembered))
    const theirs = createClient(app.url, sessionToken ?? '')
    expect(await changePassword(theirs, demoPassword, newPassword)).toEqual(ok)
    const again = await login(app.anonymous, member.email, { ...remembered, password: newPassword })
    as('VerificationRequired', again)
  })

  it('ends a sign-in that waits for its code', async () => {
    const { sessionToken } = await signInWithCode(app, member.email)
    const { challengeToken, code } = await startChallenge(app, member.email)
    expect(
      await changePassword(createClient(app.url, sessionToken ?? ''), demoPassword, newPassword),
    ).toEqual(ok)
    as('ChallengeExpiredError', await verify(app.anonymous, challengeToken, code))
    expect(await app.db.session.count({ where: { teamMemberId: member.id } })).toBe(1)
  })
})
