// Asking for another address to sign in with: who may, which one, and that nothing changes yet but the pending address.
import { beforeEach, describe, expect, it } from 'vitest'
import { demoPassword } from '../../prisma/seed.ts'
import type { ApiClient } from '../support/client.ts'
import { addPerson, auditOf, inBetween, mailsAbout, type Person, snapshot } from '../support/people.ts'
import { changeEmail, myProfile } from '../support/profile.ts'
import { as, login, otherOwner, owner } from '../support/sign-in-steps.ts'
import { useApp } from '../support/use-app.ts'

const app = useApp()
let person: Person
let client: ApiClient
let newEmail: string
beforeEach(async () => {
  person = await addPerson(app)
  client = await app.signIn(person.email)
  newEmail = `new-${person.email}`
})

const requested = 'A change of your email address was asked for'

const memberRow = () => app.db.teamMember.findUniqueOrThrow({ where: { id: person.id } })

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
    // Until the code is given, the member signs in with the old address.
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
    ['nothing', '', 'Enter an email address, such as name@example.com.'],
    ['no domain', 'jane', 'Enter an email address, such as name@example.com.'],
    ['two addresses', 'a@example.com, b@example.com', 'Enter an email address, such as name@example.com.'],
    ['a header', 'a@example.com\r\nBcc: b@example.com', 'Enter an email address, such as name@example.com.'],
    ['a NUL', 'a\u0000@example.com', 'Enter an email address, such as name@example.com.'],
    [
      '255 characters',
      `a@${'b.'.repeat(124)}long`.padEnd(255, 'm'),
      'Enter an email address, such as name@example.com.',
    ],
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
      message: 'Too many wrong passwords. Try again in 15 minutes.',
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
