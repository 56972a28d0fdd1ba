// Changing the address that one signs in with: it changes when the code sent to the new one is given, not before.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { demoPassword } from '../../prisma/seed.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import type { ApiClient } from '../support/client.ts'
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
  sendVerification,
  verifyEmail,
} from '../support/profile.ts'
import { as, codesTo, login, otherOwner, owner, wrongCode } from '../support/sign-in-steps.ts'

let app: TestApp
let person: Person
let client: ApiClient
let newEmail: string
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.stop())
beforeEach(async () => {
  person = await addPerson(app)
  client = await app.signIn(person.email)
  newEmail = `new-${person.email}`
})

const requested = 'A change of your email address was asked for'
const changed = 'Your email address was changed'

const memberRow = () => app.db.teamMember.findUniqueOrThrow({ where: { id: person.id } })

/** Begins the change, and reads the code that went to the new address. */
async function begin(email = newEmail): Promise<string> {
  as('ChangeEmailSuccess', await changeEmail(client, email, demoPassword))
  return (await codesTo(app, email, 1))[0] ?? ''
}

const over = {
  __typename: 'ChallengeExpiredError',
  code: 'CHALLENGE_EXPIRED',
  message: 'This code no longer works. Ask for a new one.',
}

describe('changeEmail', () => {
  it('changes nothing but the pending address, sends a code there, and tells the old one', async () => {
    const before = await snapshot(app, person.id)
    const answer = as(
      'ChangeEmailSuccess',
      await changeEmail(client, `  ${newEmail.toUpperCase()} `, demoPassword),
    )
    expect(answer.pendingEmail).toBe(newEmail)
    expect(Date.parse(answer.expiresAt) - Date.parse(answer.resendAvailableAt)).toBe(14 * 60_000)
    const after = await snapshot(app, person.id)
    expect(after.openChallenges).toMatchObject([{ purpose: 'CHANGE_EMAIL', email: newEmail }])
    expect(after).toEqual({
      ...before,
      member: { ...before.member, pendingEmail: newEmail },
      openChallenges: after.openChallenges,
    })
    expect(await myProfile(client)).toEqual({
      pendingEmail: newEmail,
      teamMember: { email: person.email, emailVerified: true },
    })

    const [mail] = await mailsAbout(app, newEmail, 'Confirm your email address for Vestibule', 1)
    expect(mail?.text).toContain('From then on you sign in with this address.')
    expect(mail?.html).not.toMatch(/<a\b|https?:|Person/)
    const [notice] = await mailsAbout(app, person.email, requested, 1)
    expect(notice?.text).toMatch(/This was not me:\nhttp:\/\/localhost:\d+\/not-me#[\w-]{43}\n/)
    expect(notice?.text).toContain('It came from the address 127.0.0.1.')
    expect(await auditOf(app, person.id)).toEqual([
      {
        action: 'email.change_requested',
        actorId: person.id,
        details: { from: person.email, to: newEmail },
      },
    ])
    // Until the code is given, the old address is the one.
    as('LoginSuccess', await login(app.anonymous, person.email))
    as('InvalidCredentialsError', await login(app.anonymous, newEmail))
  })

  it('changes nothing with a wrong password', async () => {
    const before = await snapshot(app, person.id)
    expect(await changeEmail(client, newEmail, 'not the password')).toEqual({
      __typename: 'InvalidCredentialsError',
      code: 'INVALID_CREDENTIALS',
      message: 'Incorrect email or password.',
    })
    expect(await snapshot(app, person.id)).toEqual(before)
    expect(await auditOf(app, person.id)).toEqual([
      {
        action: 'session.reauthentication_failed',
        actorId: person.id,
        details: { purpose: 'change_email', reason: 'INVALID_CREDENTIALS' },
      },
    ])
    expect(await app.mailsTo(newEmail)).toEqual([])
  })

  it('says nothing about addresses to whoever does not know the password', async () => {
    for (const email of [owner, 'nonsense', person.email]) {
      as('InvalidCredentialsError', await changeEmail(client, email, 'not the password'))
    }
  })

  it.each([
    ['nothing', '', 'This is not an email address.'],
    ['no domain', 'jane', 'This is not an email address.'],
    ['two addresses', 'a@example.com, b@example.com', 'This is not an email address.'],
    ['a header', 'a@example.com\r\nBcc: b@example.com', 'This is not an email address.'],
    ['a NUL', 'a\u0000@example.com', 'This is not an email address.'],
    ['255 characters', `a@${'b.'.repeat(124)}long`.padEnd(255, 'm'), 'This is not an email address.'],
    ["a colleague's", owner, 'This email address is already in use. Choose another.'],
    [
      'one of another account',
      otherOwner.toUpperCase(),
      'This email address is already in use. Choose another.',
    ],
  ])('refuses %s', async (_what, email, message) => {
    const before = await snapshot(app, person.id)
    const path = ['input', 'newEmail']
    const refusal = { __typename: 'InvalidInputError', code: 'INVALID_INPUT', message, path }
    expect(await changeEmail(client, email, demoPassword)).toEqual(refusal)
    expect(await snapshot(app, person.id)).toEqual(before)
    expect(await auditOf(app, person.id)).toEqual([])
  })

  it('refuses the address that the member has', async () => {
    const message = 'This is already your email address.'
    const path = ['input', 'newEmail']
    const refusal = { __typename: 'InvalidInputError', code: 'INVALID_INPUT', message, path }
    expect(await changeEmail(client, ` ${person.email.toUpperCase()}`, demoPassword)).toEqual(refusal)
    expect((await memberRow()).pendingEmail).toBe(null)
  })

  it('waits after ten wrong passwords, even for the right one, and tells the owner', async () => {
    for (let tries = 0; tries < 10; tries++) {
      as('InvalidCredentialsError', await changeEmail(client, newEmail, 'not the password'))
    }
    const before = await snapshot(app, person.id)
    const refused = as('RateLimitedError', await changeEmail(client, newEmail, demoPassword))
    expect(refused).toMatchObject({
      code: 'RATE_LIMITED',
      message: 'There were too many wrong passwords. Try again in 15 minutes.',
    })
    expect(refused.retryAfterSeconds).toBeGreaterThan(14 * 60)
    expect(refused.retryAfterSeconds).toBeLessThanOrEqual(15 * 60)
    expect(await snapshot(app, person.id)).toEqual(before)
    const [notice] = await mailsAbout(app, person.email, 'Too many wrong passwords', 1)
    expect(notice?.text).toContain('Somebody who is signed in as you gave a wrong password 10 times.')
  })

  it('sends ten codes an hour at most', async () => {
    const key = `code-sends:${person.id}`
    await app.db.$executeRaw`INSERT INTO rate_limit VALUES (${key}, 10, now() + interval '7 minutes')`
    const before = await snapshot(app, person.id)
    const refused = as('RateLimitedError', await changeEmail(client, newEmail, demoPassword))
    expect(refused.retryAfterSeconds).toBe(420)
    expect(await snapshot(app, person.id)).toEqual(before)
    expect(await auditOf(app, person.id)).toEqual([])
  })

  it('gives way to a password that is changed at the same moment', async () => {
    const answer = await inBetween(
      app,
      { sql: 'SELECT 1 FROM team_member WHERE id = $1 FOR UPDATE', id: person.id },
      () => changeEmail(client, newEmail, demoPassword),
      `UPDATE team_member SET password_hash = 'another' WHERE id = $1`,
    )
    as('InvalidCredentialsError', answer)
    expect((await memberRow()).pendingEmail).toBe(null)
    expect((await snapshot(app, person.id)).openChallenges).toEqual([])
  })
})

describe('the code of a change', () => {
  it('makes the new address the login, and ends what the old one opened', async () => {
    const other = await app.signIn(person.email)
    await addTrustedDevice(app, person.id)
    as('RequestPasswordResetSuccess', await requestPasswordReset(app.anonymous, person.email))
    const [reset] = await mailsAbout(app, person.email, 'Choose a new password for Vestibule', 1)
    const [, token = ''] = /#([\w-]{43})/.exec(reset?.text ?? '') ?? []
    const code = await begin()

    expect(await verifyEmail(client, code)).toEqual({
      __typename: 'VerifyEmailSuccess',
      teamMember: { email: newEmail, emailVerified: true },
    })
    expect((await memberRow()).pendingEmail).toBe(null)
    expect(await myProfile(other)).toBe(null)
    expect(await myProfile(client)).toMatchObject({ teamMember: { email: newEmail } })
    expect((await snapshot(app, person.id)).devices).toEqual([])
    expect((await snapshot(app, person.id)).openChallenges).toEqual([])
    as('InvalidTokenError', await resetPassword(app.anonymous, token, 'a lantern over the quiet bay'))
    as('InvalidCredentialsError', await login(app.anonymous, person.email))
    as('LoginSuccess', await login(app.anonymous, newEmail))

    const [notice] = await mailsAbout(app, person.email, changed, 1)
    expect(notice?.text).toContain('This is no longer the address that you sign in with.')
    expect(notice?.text).toMatch(/This was not me:\nhttp:\/\/localhost:\d+\/not-me#[\w-]{43}\n/)
    expect((await auditOf(app, person.id)).at(-1)).toEqual({
      action: 'email.changed',
      actorId: person.id,
      details: { from: person.email, to: newEmail },
    })
  })

  it('proves the new address of somebody who never proved the old one', async () => {
    const unverified = await addPerson(app, { verified: false })
    const theirs = await app.signIn(unverified.email)
    as('ChangeEmailSuccess', await changeEmail(theirs, newEmail, demoPassword))
    const [code = ''] = await codesTo(app, newEmail, 1)
    expect(await verifyEmail(theirs, code)).toMatchObject({
      teamMember: { email: newEmail, emailVerified: true },
    })
  })

  it('is sent again, to the new address, by sendEmailVerification', async () => {
    const first = await begin()
    expect(await sendVerification(client)).toMatchObject({ __typename: 'RateLimitedError' })
    await app.db
      .$executeRaw`UPDATE challenge SET code_sent_at = now() - interval '1 minute' WHERE email = ${newEmail}`
    const sent = as('SendEmailVerificationSuccess', await sendVerification(client))
    expect(sent.sentTo).toBe('n•••@summitridge.example')
    const second = (await codesTo(app, newEmail, 2))[1] ?? ''
    if (first !== second) as('InvalidCodeError', await verifyEmail(client, first))
    as('VerifyEmailSuccess', await verifyEmail(client, second))
  })

  it('can be asked for after its 15 minutes', async () => {
    const first = await begin()
    await app.db.$executeRaw`UPDATE challenge SET expires_at = now() WHERE email = ${newEmail}`
    expect(await verifyEmail(client, first)).toEqual(over)
    expect((await memberRow()).email).toBe(person.email)
    as('SendEmailVerificationSuccess', await sendVerification(client))
    const second = (await codesTo(app, newEmail, 2))[1] ?? ''
    as('VerifyEmailSuccess', await verifyEmail(client, second))
  })

  it('no longer works once another address was asked for', async () => {
    const first = await begin()
    const second = await begin(`newer-${person.email}`)
    if (first !== second) {
      expect(await verifyEmail(client, first)).toMatchObject({ code: 'INVALID_CODE', attemptsRemaining: 4 })
    }
    expect((await snapshot(app, person.id)).openChallenges).toHaveLength(1)
    expect(await verifyEmail(client, second)).toMatchObject({
      teamMember: { email: `newer-${person.email}` },
    })
  })

  it('changes nothing when it is wrong', async () => {
    const code = await begin()
    const before = await snapshot(app, person.id)
    expect(await verifyEmail(client, wrongCode(code))).toMatchObject({ attemptsRemaining: 4 })
    expect(await snapshot(app, person.id)).toEqual(before)
    await mailsAbout(app, person.email, 'A wrong code for your email was entered', 1)
  })

  it('changes nothing when somebody has taken the address meanwhile', async () => {
    await addTrustedDevice(app, person.id)
    await app.signIn(person.email)
    const code = await begin()
    const taker = await addPerson(app)
    await app.db.teamMember.update({ where: { id: taker.id }, data: { email: newEmail } })
    const before = await snapshot(app, person.id)
    expect(before).toMatchObject({ sessions: [{}, {}], devices: [{}], openChallenges: [{}] })
    expect(await verifyEmail(client, code)).toEqual(over)
    expect(await snapshot(app, person.id)).toEqual(before)
    expect((await auditOf(app, person.id)).map(({ action }) => action)).toEqual(['email.change_requested'])
  })

  it('proves no other address than the one it went to', async () => {
    const code = await begin()
    await app.db.teamMember.update({ where: { id: person.id }, data: { pendingEmail: 'other@x.example' } })
    const before = await snapshot(app, person.id)
    expect(await verifyEmail(client, code)).toEqual(over)
    expect(await snapshot(app, person.id)).toEqual(before)
  })

  it('gives one of two members who prove the same address at once', async () => {
    const rival = await addPerson(app)
    const theirs = await app.signIn(rival.email)
    as('ChangeEmailSuccess', await changeEmail(theirs, newEmail, demoPassword))
    const [rivalCode = ''] = await codesTo(app, newEmail, 1)
    as('ChangeEmailSuccess', await changeEmail(client, newEmail, demoPassword))
    const ownCode = (await codesTo(app, newEmail, 2))[1] ?? ''
    const answers = await Promise.all([verifyEmail(client, ownCode), verifyEmail(theirs, rivalCode)])
    const names = answers.map(({ __typename }) => __typename).sort()
    expect(names).toEqual(['ChallengeExpiredError', 'VerifyEmailSuccess'])
    expect(await app.db.teamMember.count({ where: { email: newEmail } })).toBe(1)
  })

  it('gets one of many parallel right answers through', async () => {
    const code = await begin()
    const answers = await Promise.all(Array.from({ length: 10 }, () => verifyEmail(client, code)))
    const names = answers.map(({ __typename }) => __typename)
    expect(names.filter((name) => name === 'VerifyEmailSuccess')).toHaveLength(1)
    const events = (await auditOf(app, person.id)).filter(({ action }) => action === 'email.changed')
    expect(events).toHaveLength(1)
    await mailsAbout(app, person.email, changed, 1)
  })

  it('is told to each old address, however soon the changes follow one another', async () => {
    as('VerifyEmailSuccess', await verifyEmail(client, await begin()))
    as('VerifyEmailSuccess', await verifyEmail(client, await begin(`newer-${person.email}`)))
    await mailsAbout(app, person.email, changed, 1)
    await mailsAbout(app, newEmail, changed, 1)
  })

  it('ends when the password is changed, and with it the change', async () => {
    const code = await begin()
    const next = 'a lantern over the quiet bay'
    as('ChangePasswordSuccess', await changePassword(client, demoPassword, next))
    expect(await verifyEmail(client, code)).toEqual(over)
    expect(await memberRow()).toMatchObject({ email: person.email, pendingEmail: null })
    as('EmailAlreadyVerifiedError', await sendVerification(client))
  })
})

describe('with MFA on', () => {
  it('ends the sign-ins that wait for a code sent to the old address', async () => {
    const member = await addPerson(app, { colleagueOf: otherOwner })
    const theirs = await app.signIn(member.email)
    await app.db.$executeRaw`
      UPDATE account SET mfa_enabled = true FROM team_member m WHERE m.id = ${member.id}::uuid AND account.id = m.account_id`
    as('VerificationRequired', await login(app.anonymous, member.email))
    const code =
      as('ChangeEmailSuccess', await changeEmail(theirs, newEmail, demoPassword)) &&
      (await codesTo(app, newEmail, 1))[0]
    as('VerifyEmailSuccess', await verifyEmail(theirs, code ?? ''))
    expect((await snapshot(app, member.id)).openChallenges).toEqual([])
    const row = await app.db.teamMember.findUniqueOrThrow({ where: { id: member.id } })
    expect(row.emailVerifiedAt).not.toBe(null)
    as('VerificationRequired', await login(app.anonymous, newEmail))
  })
})
