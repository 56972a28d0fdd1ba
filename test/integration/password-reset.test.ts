// A forgotten password: the same answer for everybody, a link of one use, and no way around MFA.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { demoPassword } from '../../prisma/seed.ts'
import { createMailedLink } from '../../src/auth/notices/mailed-link.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import {
  addPerson,
  addTrustedDevice,
  auditOf,
  inBetween,
  mailsAbout,
  type Person,
  snapshot,
} from '../support/people.ts'
import { changeEmail, myProfile, requestPasswordReset, resetPassword } from '../support/profile.ts'
import { as, login, otherOwner, signInWithCode } from '../support/sign-in-steps.ts'

const newPassword = 'a lantern over the quiet bay'
const subject = 'Choose a new password for Vestibule'

let app: TestApp
let person: Person
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.stop())
beforeEach(async () => {
  person = await addPerson(app)
  // The limits of an address are those of all tests together.
  await app.db.rateLimit.deleteMany({ where: { key: { startsWith: 'password-reset:' } } })
})

/** Asks for a link and takes its token from the mail. `sentBefore` is how many the address has got. */
async function requestToken(sentBefore = 0, email = person.email): Promise<string> {
  as('RequestPasswordResetSuccess', await requestPasswordReset(app.anonymous, email))
  const [mail] = await mailsAbout(app, email, subject, sentBefore + 1)
  return /reset-password#([\w-]{43})$/m.exec(mail?.text ?? '')?.[1] ?? ''
}

const reset = (token: string, password = newPassword) => resetPassword(app.anonymous, token, password)

/** Lets time pass for the person's links, on the database's clock. */
const setLinkEnd = (interval: string) =>
  app.pool.query('UPDATE mailed_link SET expires_at = now() + $1::interval WHERE team_member_id = $2', [
    interval,
    person.id,
  ])

const ok = { __typename: 'ResetPasswordSuccess', ok: true }
const invalidToken = {
  __typename: 'InvalidTokenError',
  code: 'INVALID_TOKEN',
  message: 'This link has expired or was already used. Request a new one.',
}

/** How many requests the audit has of a person, or of nobody. */
const requestsOf = (id: string | null) =>
  app.db.auditEvent.count({ where: { action: 'password.reset_requested', subjectId: id } })

describe('requestPasswordReset', () => {
  it('mails a link whose token no server is sent', async () => {
    const token = await requestToken()
    const [mail] = await mailsAbout(app, person.email, subject, 1)
    expect(mail?.text.replace(/localhost:\d+/, 'HOST')).toBe(`Choose a new password

Somebody, hopefully you, asked for a new password for this address. The link works once, within 30 minutes; a newer one replaces it.

Choose a new password:
http://HOST/reset-password#${token}

A new password ends every session, and every remembered device is forgotten.

If this was not you, ignore this mail: without the link nothing changes. Do not pass it on.

--
Vestibule
Nobody from Vestibule or from your team will ever ask you for this link.
`)
    const [link] = await app.db.$queryRaw<object[]>`
      SELECT expires_at - created_at = interval '30 minutes' AS "for30", used_at AS "usedAt",
             position(${Buffer.from(token)} IN token_hash) AS plain
      FROM mailed_link WHERE team_member_id = ${person.id}::uuid`
    expect(link).toEqual({ for30: true, usedAt: null, plain: 0 })
    expect(await auditOf(app, person.id)).toEqual([
      { action: 'password.reset_requested', actorId: null, details: {} },
    ])
    expect(app.logs.join('')).not.toContain(token)
  })

  it('changes nothing when the link is followed, as scanners of mail do', async () => {
    const token = await requestToken()
    const before = await snapshot(app, person.id)
    for (const method of ['GET', 'HEAD']) await fetch(`${app.url}/reset-password`, { method })
    await fetch(`${app.url}/reset-password?token=${token}`)
    expect(await snapshot(app, person.id)).toEqual(before)
    expect(await reset(token)).toEqual(ok)
  })

  it('answers everybody the same, and sends to active members alone', async () => {
    const invited = await addPerson(app, { status: 'INVITED' })
    const deactivated = await addPerson(app, { status: 'DEACTIVATED' })
    const unknown = 'nobody@nowhere.example'
    const odd = ['', 'no address', 'nul\u0000@example.com', 'x'.repeat(10_000)]
    const bodies: string[] = []
    for (const email of [person.email, invited.email, deactivated.email, unknown, ...odd]) {
      bodies.push(await post(email))
    }
    expect(new Set(bodies)).toEqual(
      new Set(['200 {"data":{"requestPasswordReset":{"__typename":"RequestPasswordResetSuccess"}}}']),
    )
    await mailsAbout(app, person.email, subject, 1)
    // Each is looked up beside its answer, which the audit tells of.
    for (const { id } of [invited, deactivated]) await expect.poll(() => requestsOf(id)).toBe(1)
    await expect.poll(() => requestsOf(null)).toBe(5)
    expect(
      await app.db.mailedLink.count({ where: { teamMemberId: { in: [invited.id, deactivated.id] } } }),
    ).toBe(0)
    for (const email of [invited.email, deactivated.email, unknown])
      expect(await app.mailsTo(email)).toEqual([])
  })

  it('takes the email in any case', async () => {
    const token = await requestToken(0, person.email)
    as(
      'RequestPasswordResetSuccess',
      await requestPasswordReset(app.anonymous, ` ${person.email.toUpperCase()} `),
    )
    await mailsAbout(app, person.email, subject, 2)
    expect(await reset(token)).toEqual(invalidToken)
  })

  it.each(['somebody', 'nobody'])('takes three requests an hour for %s', async (who) => {
    const email = who === 'somebody' ? person.email : 'nobody@nowhere.example'
    for (const spelling of [email, email.toUpperCase(), ` ${email}`]) {
      as('RequestPasswordResetSuccess', await requestPasswordReset(app.anonymous, spelling))
    }
    const refused = as('RateLimitedError', await requestPasswordReset(app.anonymous, email))
    expect(refused).toEqual({
      __typename: 'RateLimitedError',
      code: 'RATE_LIMITED',
      message: 'Too many password resets were requested. Try again in 60 minutes.',
      retryAfterSeconds: expect.any(Number),
    })
    expect(refused.retryAfterSeconds).toBeGreaterThan(3590)
    expect(refused.retryAfterSeconds).toBeLessThanOrEqual(3600)
  })

  it('takes thirty requests an hour from an address, whoever they are for', async () => {
    for (let number = 0; number < 30; number++) {
      as(
        'RequestPasswordResetSuccess',
        await requestPasswordReset(app.anonymous, `nobody-${number}@x.example`),
      )
    }
    const bodies = [await post(person.email), await post('nobody-31@x.example')]
    expect(bodies[0]).toMatch(/^200 .*"RateLimitedError"/)
    expect(bodies[1]).toBe(bodies[0])
    expect(await app.mailsTo(person.email)).toEqual([])
  })

  it('takes the same time for known and unknown people', async () => {
    await post(person.email)
    await mailsAbout(app, person.email, subject, 1)
    const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] }
    for (let round = 0; round < 40; round++) {
      for (const who of ['known', 'unknown'] as const) {
        await app.db.rateLimit.deleteMany({ where: { key: { startsWith: 'password-reset:' } } })
        const before = await countRequests()
        const start = performance.now()
        await post(who === 'known' ? person.email : `nobody-${round}@nowhere.example`)
        times[who].push(performance.now() - start)
        // What is left to do beside this answer, the mail included, must not slow down the next.
        await expect.poll(countRequests, { interval: 5 }).toBe(before + 1)
        await mailsAbout(app, person.email, subject, times.known.length + 1)
      }
    }
    const [known, unknown] = [median(times.known), median(times.unknown)]
    process.stdout.write(
      `requestPasswordReset: known ${known.toFixed(2)} ms, unknown ${unknown.toFixed(2)} ms (medians of 40)\n`,
    )
    expect(Math.abs(known - unknown)).toBeLessThan(250)
  })

  const countRequests = () =>
    // Those of this test: what others have asked for may still be on its way to the table.
    app.db.auditEvent.count({ where: { action: 'password.reset_requested', userAgent: person.id } })

  const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[numbers.length / 2] ?? 0

  /** The status and the body, as they are. */
  async function post(email: string): Promise<string> {
    const query = `mutation ($email: String!) {
      requestPasswordReset(input: { email: $email }) { __typename ... on Error { code message } }
    }`
    const response = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': person.id },
      body: JSON.stringify({ query, variables: { email } }),
    })
    return `${response.status} ${await response.text()}`
  }
})

describe('resetPassword', () => {
  it('takes the new password, ends everything, and signs nobody in', async () => {
    const client = await app.signIn(person.email)
    await app.signIn(person.email)
    await addTrustedDevice(app, person.id)
    as('ChangeEmailSuccess', await changeEmail(client, `new-${person.email}`, demoPassword))
    const token = await requestToken()
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
    const token = await requestToken()
    expect(await reset(token)).toEqual(ok)
    const before = await snapshot(app, person.id)
    expect(await reset(token, 'another lantern, another bay')).toEqual(invalidToken)
    expect(await snapshot(app, person.id)).toEqual(before)
  })

  it('gets one of twenty parallel uses through', async () => {
    const token = await requestToken()
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
    const token = await requestToken()
    await setLinkEnd('-1 second')
    const before = await snapshot(app, person.id)
    expect(await reset(token)).toEqual(invalidToken)
    expect(await snapshot(app, person.id)).toEqual(before)
    await setLinkEnd('1 second')
    expect(await reset(token)).toEqual(ok)
  })

  it('takes the newest link alone', async () => {
    const first = await requestToken()
    const second = await requestToken(1)
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
    const token = await requestToken()
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
    const token = await requestToken()
    await app.db.teamMember.update({ where: { id: person.id }, data: { status } })
    const before = await snapshot(app, person.id)
    expect(await reset(token)).toEqual(invalidToken)
    expect(await snapshot(app, person.id)).toEqual(before)
  })

  it('loses against a deactivation that commits between its check and its act', async () => {
    const token = await requestToken()
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
    expect(await reset(await requestToken())).toEqual(ok)
    as('RateLimitedError', await login(app.anonymous, person.email, { password: newPassword }))
  })

  it('looks at a hundred tries from an address in a quarter of an hour', async () => {
    const token = await requestToken()
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
    expect(await reset(await requestToken(0, member.email))).toEqual(ok)
    const again = { ...remembered, password: newPassword }
    as('VerificationRequired', await login(app.anonymous, member.email, again))
    expect(await app.db.session.count({ where: { teamMemberId: member.id } })).toBe(0)
  })
})
