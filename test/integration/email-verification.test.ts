// Proving one's email address by a code: when it is sent, how often, what a wrong one does.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import type { ApiClient } from '../support/client.ts'
import { addPerson, auditOf, inBetween, mailsAbout, type Person, snapshot } from '../support/people.ts'
import { myProfile, sendVerification, sessionMutations, verifyEmail } from '../support/profile.ts'
import { as, codesTo, wrongCode } from '../support/sign-in-steps.ts'

let app: TestApp
let person: Person
let client: ApiClient
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.stop())
beforeEach(async () => {
  person = await addPerson(app, { verified: false })
  client = await app.signIn(person.email)
})

/** Lets time pass for the person's open challenge, on the database's clock. */
async function age(column: 'code_sent_at' | 'code_expires_at' | 'expires_at', interval: string) {
  await app.pool.query(
    `UPDATE challenge SET ${column} = now() + $1::interval WHERE team_member_id = $2 AND consumed_at IS NULL`,
    [interval, person.id],
  )
}

async function sendAndRead(sentBefore = 0): Promise<string> {
  as('SendEmailVerificationSuccess', await sendVerification(client))
  return (await codesTo(app, person.email, sentBefore + 1)).at(-1) ?? ''
}

const isVerified = async () =>
  (await app.db.teamMember.findUniqueOrThrow({ where: { id: person.id } })).emailVerifiedAt !== null

/** Forgets how many codes the person has tried, so that a test reaches the limit of the challenge. */
const forgetMemberCount = () =>
  app.db.rateLimit.deleteMany({ where: { key: `email-code:person:${person.id}` } })

const invalid = (attemptsRemaining: number) => ({
  __typename: 'InvalidCodeError',
  code: 'INVALID_CODE',
  attemptsRemaining,
  message: expect.any(String),
})

const over = {
  __typename: 'ChallengeExpiredError',
  code: 'CHALLENGE_EXPIRED',
  message: 'This code no longer works. Ask for a new one.',
}

describe('sendEmailVerification', () => {
  it('sends a code that proves the address, and says when it may be sent again', async () => {
    const sent = as('SendEmailVerificationSuccess', await sendVerification(client))
    expect(sent.sentTo).toBe('p•••@summitridge.example')
    const [times] = await app.db.$queryRaw<object[]>`
      SELECT expires_at = created_at + interval '15 minutes' AS "endsAfter15",
             code_expires_at = code_sent_at + interval '10 minutes' AS "codeFor10",
             date_trunc('milliseconds', expires_at) = ${new Date(sent.expiresAt)} AS "endsAsTold",
             date_trunc('milliseconds', code_sent_at) + interval '60 seconds' = ${new Date(sent.resendAvailableAt)} AS "resendAsTold"
      FROM challenge WHERE team_member_id = ${person.id}::uuid`
    expect(times).toEqual({ endsAfter15: true, codeFor10: true, endsAsTold: true, resendAsTold: true })

    const [mail] = await mailsAbout(app, person.email, 'Confirm your email address for Vestibule', 1)
    const [code = ''] = await codesTo(app, person.email, 1)
    expect(mail?.text).toBe(`Confirm your email address

Enter this code where you are signed in. It works once, within 10 minutes; a newer code replaces it.

    ${code}

It shows that you can read mail at this address.

If you did not ask for this, ignore this mail: without the code nothing happens.

--
Vestibule
Nobody from Vestibule or from your team will ever ask you for this code.
`)
    // Its reader may be a stranger: there is no link, and no name.
    expect(mail?.html).not.toMatch(/<a\b|https?:|Person/)
    expect(mail?.html.split(code)).toHaveLength(2)

    const answer = await verifyEmail(client, `${code.slice(0, 3)} ${code.slice(3)} `)
    expect(answer).toEqual({
      __typename: 'VerifyEmailSuccess',
      teamMember: { email: person.email, emailVerified: true },
    })
    expect(await auditOf(app, person.id)).toEqual([
      { action: 'email.verification_sent', actorId: person.id, details: { email: person.email } },
      { action: 'email.verified', actorId: person.id, details: { email: person.email } },
    ])
  })

  it('has nothing to send to somebody who is verified', async () => {
    const verified = await addPerson(app)
    const before = await snapshot(app, verified.id)
    expect(await sendVerification(await app.signIn(verified.email))).toEqual({
      __typename: 'EmailAlreadyVerifiedError',
      code: 'EMAIL_ALREADY_VERIFIED',
      message: 'Your email address is already verified.',
    })
    const after = await snapshot(app, verified.id)
    expect({ ...after, sessions: [] }).toEqual({ ...before, sessions: [] })
    expect(await app.mailsTo(verified.email)).toEqual([])
  })

  it('sends another code after 60 seconds, not after 59, and the first no longer works', async () => {
    const first = await sendAndRead()
    await age('code_sent_at', '-59 seconds')
    const early = as('RateLimitedError', await sendVerification(client))
    expect(early.code).toBe('RATE_LIMITED')
    expect(early.retryAfterSeconds).toBe(1)
    await age('code_sent_at', '-60 seconds')
    const second = await sendAndRead(1)
    if (first !== second) expect(await verifyEmail(client, first)).toEqual(invalid(4))
    expect(await verifyEmail(client, second)).toMatchObject({ __typename: 'VerifyEmailSuccess' })
  })

  it('sends three more codes for one verification, and no fourth', async () => {
    await sendAndRead()
    for (const sentBefore of [1, 2, 3]) {
      await age('code_sent_at', '-61 seconds')
      await sendAndRead(sentBefore)
    }
    await age('code_sent_at', '-61 seconds')
    const refused = as('RateLimitedError', await sendVerification(client))
    expect(refused.retryAfterSeconds).toBeGreaterThan(14 * 60)
    expect(refused.retryAfterSeconds).toBeLessThanOrEqual(15 * 60)
    expect(await app.db.challenge.count({ where: { teamMemberId: person.id } })).toBe(1)
    await expect(codesTo(app, person.email, 4)).resolves.toHaveLength(4)
  })

  it('sends ten codes an hour to a person, whatever they are for', async () => {
    const key = `code-sends:${person.id}`
    await app.db.$executeRaw`INSERT INTO rate_limit VALUES (${key}, 10, now() + interval '7 minutes')`
    const refused = as('RateLimitedError', await sendVerification(client))
    expect(refused).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 420 })
    expect((await snapshot(app, person.id)).openChallenges).toEqual([])
    expect(await auditOf(app, person.id)).toEqual([])
  })

  it('begins one verification, however many ask at once', async () => {
    // All of them have begun before any of them has looked for a verification under way.
    const answers = await inBetween(
      app,
      { sql: 'SELECT 1 FROM team_member WHERE id = $1 FOR UPDATE', id: person.id },
      () => Promise.all(Array.from({ length: 6 }, () => sendVerification(client))),
      'SELECT $1::uuid',
      6,
    )
    const names = answers.map(({ __typename }) => __typename).sort()
    expect(names).toEqual([...Array(5).fill('RateLimitedError'), 'SendEmailVerificationSuccess'])
    expect((await snapshot(app, person.id)).openChallenges).toHaveLength(1)
    await expect(codesTo(app, person.email, 1)).resolves.toHaveLength(1)
  })
})

describe('verifyEmail', () => {
  it('takes a code at 9:59 and refuses it at 10:01', async () => {
    const code = await sendAndRead()
    await age('code_expires_at', '-1 second')
    expect(await verifyEmail(client, code)).toEqual({
      ...invalid(4),
      message: 'This code has expired. Request a new one.',
    })
    expect(await isVerified()).toBe(false)
    await age('code_expires_at', '1 second')
    expect(await verifyEmail(client, code)).toMatchObject({ __typename: 'VerifyEmailSuccess' })
  })

  it('is over after 15 minutes, and begins again with another code', async () => {
    const code = await sendAndRead()
    await age('expires_at', '-1 second')
    expect(await verifyEmail(client, code)).toEqual(over)
    expect(await isVerified()).toBe(false)
    const next = await sendAndRead(1)
    expect(await verifyEmail(client, next)).toMatchObject({ __typename: 'VerifyEmailSuccess' })
  })

  it('takes five tries of a code', async () => {
    const code = await sendAndRead()
    for (const remaining of [4, 3, 2, 1, 0]) {
      expect(await verifyEmail(client, wrongCode(code))).toEqual(invalid(remaining))
    }
    expect(await verifyEmail(client, code)).toEqual(invalid(0))
    expect(await isVerified()).toBe(false)
  })

  it('does not refund tries with another code', async () => {
    const first = await sendAndRead()
    for (const remaining of [4, 3, 2, 1]) {
      expect(await verifyEmail(client, wrongCode(first))).toEqual(invalid(remaining))
    }
    await age('code_sent_at', '-60 seconds')
    const second = await sendAndRead(1)
    // Its own five tries, and those of the challenge go on: 4 + 5.
    for (const remaining of [4, 3, 2, 1, 0]) {
      expect(await verifyEmail(client, wrongCode(second))).toEqual(invalid(remaining))
    }
    await age('code_sent_at', '-60 seconds')
    const third = await sendAndRead(2)
    expect(await verifyEmail(client, wrongCode(third))).toEqual(invalid(0))
    await forgetMemberCount()
    expect(await verifyEmail(client, third)).toEqual(over)
    expect(await isVerified()).toBe(false)
  })

  it('does not give a member new tries with a new challenge', async () => {
    const first = await sendAndRead()
    for (let tries = 0; tries < 5; tries++) await verifyEmail(client, wrongCode(first))
    await age('expires_at', '-1 second')
    const second = await sendAndRead(1)
    for (let tries = 0; tries < 5; tries++) await verifyEmail(client, wrongCode(second))
    await age('expires_at', '-1 second')
    const third = await sendAndRead(2)
    expect(await verifyEmail(client, third)).toEqual({
      __typename: 'RateLimitedError',
      code: 'RATE_LIMITED',
      message: 'Too many codes were tried. Try again in 15 minutes.',
      retryAfterSeconds: expect.any(Number),
    })
    expect(await isVerified()).toBe(false)
    const key = `email-code:person:${person.id}`
    await app.db.$executeRaw`UPDATE rate_limit SET resets_at = now() WHERE key = ${key}`
    expect(await verifyEmail(client, third)).toMatchObject({ __typename: 'VerifyEmailSuccess' })
    expect(await app.db.rateLimit.findUnique({ where: { key } })).toBe(null)
  })

  it('lets five of many parallel guesses see the code', async () => {
    const code = await sendAndRead()
    const answers = await Promise.all(Array.from({ length: 40 }, () => verifyEmail(client, wrongCode(code))))
    const names = answers.map(({ __typename }) => __typename)
    expect(names.filter((name) => name === 'InvalidCodeError')).toHaveLength(10)
    expect(names.filter((name) => name === 'RateLimitedError')).toHaveLength(30)
    const wrong = (await auditOf(app, person.id)).filter(({ action }) => action === 'challenge.code_wrong')
    expect(wrong).toHaveLength(5)
  })

  it('gets one of many parallel right answers through', async () => {
    const code = await sendAndRead()
    const answers = await Promise.all(Array.from({ length: 20 }, () => verifyEmail(client, code)))
    const names = answers.map(({ __typename }) => __typename)
    expect(names.filter((name) => name === 'VerifyEmailSuccess')).toHaveLength(1)
    const verified = (await auditOf(app, person.id)).filter(({ action }) => action === 'email.verified')
    expect(verified).toHaveLength(1)
  })

  it('works once', async () => {
    const code = await sendAndRead()
    await verifyEmail(client, code)
    expect(await verifyEmail(client, code)).toEqual(over)
  })

  it('is over where no code was asked for', async () => {
    expect(await verifyEmail(client, '000000')).toEqual(over)
    expect(await isVerified()).toBe(false)
  })

  it('proves no other address than the one it went to', async () => {
    const code = await sendAndRead()
    await app.db.teamMember.update({ where: { id: person.id }, data: { email: `other-${person.email}` } })
    expect(await verifyEmail(client, code)).toEqual(over)
    expect(await isVerified()).toBe(false)
  })

  it('refuses the code of somebody else', async () => {
    const code = await sendAndRead()
    const stranger = await addPerson(app, { verified: false })
    const theirs = await app.signIn(stranger.email)
    as('SendEmailVerificationSuccess', await sendVerification(theirs))
    const [own] = await codesTo(app, stranger.email, 1)
    if (own !== code) expect(await verifyEmail(theirs, code)).toEqual(invalid(4))
    expect(await verifyEmail(client, code)).toMatchObject({ __typename: 'VerifyEmailSuccess' })
  })

  it('tells the owner of a wrong code, once an hour, with a link for whoever it was not', async () => {
    const code = await sendAndRead()
    await verifyEmail(client, wrongCode(code))
    await verifyEmail(client, wrongCode(code))
    await verifyEmail(client, code)
    const [mail] = await mailsAbout(app, person.email, 'A wrong code for your email was entered', 1)
    expect(mail?.text).toContain('Somebody who is signed in as you gave a wrong code for an email address.')
    expect(mail?.text).toMatch(/This was not me:\nhttp:\/\/localhost:\d+\/not-me#[\w-]{43}\n/)
    // The second one was counted, and not sent.
    const key = `notice:wrong-email-code:${person.id}`
    await expect.poll(async () => (await app.db.rateLimit.findUnique({ where: { key } }))?.points).toBe(2)
    expect(await app.db.mailedLink.count({ where: { teamMemberId: person.id, purpose: 'NOT_ME' } })).toBe(1)
    expect((await auditOf(app, person.id)).map(({ action }) => action)).toEqual([
      'email.verification_sent',
      'challenge.code_wrong',
      'challenge.code_wrong',
      'email.verified',
    ])
  })
})

describe('what is of somebody signed in', () => {
  it.each(sessionMutations)('%s refuses everybody else', async (_name, send) => {
    const { data, errors } = await send(app.anonymous)
    expect(data ?? null).toBe(null)
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['UNAUTHENTICATED'])
  })

  it('shows that no change waits', async () => {
    expect(await myProfile(client)).toEqual({
      pendingEmail: null,
      teamMember: { email: person.email, emailVerified: false },
    })
  })
})
