// What is mailed about a member's sign-in is in their bell as well: a change with the change, an attempt once an hour.

import { beforeEach, describe, expect, it } from 'vitest'
import { demoPassword } from '../../prisma/seed.ts'
import { disown } from '../../src/auth/notices/disown.ts'
import { createMailedLink } from '../../src/auth/notices/mailed-link.ts'
import { servicesBeside } from '../support/bell.ts'
import type { ApiClient } from '../support/client.ts'
import { FollowBellDocument } from '../support/gql/graphql.ts'
import { addPerson, type Person } from '../support/people.ts'
import {
  changeEmail,
  changePassword,
  reauthenticate,
  requestPasswordReset,
  resetPassword,
  verifyEmail,
} from '../support/profile.ts'
import { nowhere } from '../support/services.ts'
import { as, codesTo, login, owner, verify, wrongCode } from '../support/sign-in-steps.ts'
import { memberId, setAccess, updateMfa } from '../support/team.ts'
import { until } from '../support/until.ts'
import { useApp } from '../support/use-app.ts'

const newPassword = 'a lantern over the quiet bay'

const app = useApp({ config: { role: 'server' } })
let person: Person
let client: ApiClient
beforeEach(async () => {
  await app.db.account.updateMany({ data: { mfaEnabled: false } })
  await app.db.rateLimit.deleteMany()
  person = await addPerson(app)
  client = await app.signIn(person.email)
})

const bellOf = async (teamMemberId: string) => {
  const lines = await app.db.notification.findMany({ where: { teamMemberId }, orderBy: { sequence: 'asc' } })
  for (const { kind, title, body } of lines) {
    expect(kind).toBe('SECURITY')
    // Others can see the screen, so no email address and no IP address is in the bell.
    expect(`${title} ${body}`).not.toMatch(/@|\d+\.\d+\.\d+\.\d+|::/)
  }
  return lines.map(({ title }) => title)
}

const subjectsTo = async (email: string) => (await app.mailsTo(email)).map(({ subject }) => subject)

/** Each is in the bell when the API answers, and in a mail soon after. */
const expectTold = async (...titles: string[]) => {
  expect(await bellOf(person.id)).toEqual(titles)
  await until(async () => expect(await subjectsTo(person.email)).toEqual(expect.arrayContaining(titles)))
}

describe('a change', () => {
  it('of the password', async () => {
    as('ChangePasswordSuccess', await changePassword(client, demoPassword, newPassword))
    await expectTold('Your password was changed')
  })

  it('of the password, which failed, is not told', async () => {
    as('WeakPasswordError', await changePassword(client, demoPassword, 'password1234'))
    as('InvalidCredentialsError', await changePassword(client, 'not this one', newPassword))
    expect(await bellOf(person.id)).toEqual([])
  })

  it('of the password by a mailed link', async () => {
    as('RequestPasswordResetSuccess', await requestPasswordReset(app.anonymous, person.email))
    const token = await until(async () => {
      const [mail] = await app.mailsTo(person.email)
      const [, found] = /#([\w-]{43})/.exec(mail?.text ?? '') ?? []
      return found ?? Promise.reject(new Error('no mail yet'))
    })
    as('ResetPasswordSuccess', await resetPassword(app.anonymous, token, newPassword))
    await expectTold('Your password was reset')
  })

  it('of the email address, when it is asked for and when it is made', async () => {
    const newEmail = `new-${person.email}`
    as('ChangeEmailSuccess', await changeEmail(client, newEmail, demoPassword))
    await expectTold('A change of your email address was asked for')
    const [code = ''] = await codesTo(app, newEmail, 1)
    as('VerifyEmailSuccess', await verifyEmail(client, code))
    await expectTold('A change of your email address was asked for', 'Your email address was changed')
  })

  it('of the account’s MFA, to everybody whom it concerns', async () => {
    await app.db.teamMember.updateMany({ data: { emailVerifiedAt: new Date() } })
    const actor = await app.signIn(owner)
    as('UpdateMfaSettingsSuccess', await updateMfa(actor, { enabled: true }))
    await expectTold('How your account signs in was changed')
    const account = await app.db.teamMember.findUniqueOrThrow({ where: { id: person.id } })
    const members = await app.db.teamMember.findMany()
    for (const { id, accountId, status } of members) {
      const told = accountId === account.accountId && status === 'ACTIVE'
      const titles = (await bellOf(id)).filter((title) => title === 'How your account signs in was changed')
      expect(titles.length).toBe(told ? 1 : 0)
    }
  })

  it('of Sensitive Data Access', async () => {
    const actor = await app.signIn(owner)
    const teamMemberId = memberId(person.id)
    as('SetSensitiveDataAccessSuccess', await setAccess(actor, { teamMemberId, granted: true }))
    as('SetSensitiveDataAccessSuccess', await setAccess(actor, { teamMemberId, granted: false }))
    await expectTold('You were given Sensitive Data Access', 'Your Sensitive Data Access was taken away')
  })

  it('by “This was not me”', async () => {
    const mailer = { send: async () => 'sent' as const, close: async () => {} }
    const token = await createMailedLink(app.db, person, 'NOT_ME')
    await disown({ ...servicesBeside(app), mailer, publicUrl: app.url }, token, nowhere)
    expect(await bellOf(person.id)).toEqual(['You were signed out everywhere'])
  })

  it('rings at once', async () => {
    const bell = await client.subscribe(FollowBellDocument, {
      after: Buffer.from('bell:0').toString('base64url'),
    })
    const heard = bell.next()
    as('ChangePasswordSuccess', await changePassword(client, demoPassword, newPassword))
    expect((await heard).notificationReceived).toMatchObject({
      unreadCount: 1,
      notification: { title: 'Your password was changed' },
    })
    await bell.stop()
  })
})

describe('with MFA on', () => {
  let sent = 0
  beforeEach(async () => {
    await app.db.account.updateMany({ data: { mfaEnabled: true } })
    sent = 0
  })

  const begin = async () => {
    const { challengeToken } = as('VerificationRequired', await login(app.anonymous, person.email))
    const codes = await codesTo(app, person.email, ++sent)
    return { challengeToken, code: codes.at(-1) ?? '' }
  }
  it('a device that is remembered is told, each of them; one that is not is not', async () => {
    for (const rememberMe of [true, false, true]) {
      const { challengeToken, code } = await begin()
      as('LoginSuccess', await verify(app.anonymous, challengeToken, code, rememberMe))
    }
    await expectTold('A new device is remembered', 'A new device is remembered')
  })

  it('wrong codes are told, once an hour', async () => {
    const { challengeToken, code } = await begin()
    for (let n = 0; n < 3; n++)
      as('InvalidCodeError', await verify(app.anonymous, challengeToken, wrongCode(code)))
    await until(() => expectTold('A wrong sign-in code was entered'))
    as('LoginSuccess', await verify(app.anonymous, challengeToken, code))
    await expectTold('A wrong sign-in code was entered')
  })
})

describe('an attempt', () => {
  it('to sign in, the tenth and no other, however many follow', async () => {
    for (let n = 0; n < 10; n++) {
      as('InvalidCredentialsError', await login(app.anonymous, person.email, { password: 'not this one' }))
    }
    expect(await bellOf(person.id)).toEqual([])
    for (let n = 0; n < 3; n++) {
      as('RateLimitedError', await login(app.anonymous, person.email, { password: 'not this one' }))
    }
    await until(() => expectTold('Too many failed sign-ins'))
  })

  it('to give the password again in a session', async () => {
    for (let n = 0; n < 10; n++) as('InvalidCredentialsError', await reauthenticate(client, 'not this one'))
    for (let n = 0; n < 3; n++) as('RateLimitedError', await reauthenticate(client, 'not this one'))
    await until(() => expectTold('Too many wrong passwords'))
  })
})
