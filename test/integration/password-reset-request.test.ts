// Asking for a link because of a forgotten password: the same answer for everyone, and a mail for whoever may have it.
import { beforeEach, describe, expect, it } from 'vitest'
import { invalidToken, requestToken, resetSubject } from '../support/password-reset.ts'
import { addPerson, auditOf, mailsAbout, type Person, snapshot } from '../support/people.ts'
import { requestPasswordReset, resetPassword } from '../support/profile.ts'
import { as } from '../support/sign-in-steps.ts'
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

const ok = { __typename: 'ResetPasswordSuccess', ok: true }

/** How many requests the audit has of a person, or of nobody. */
const requestsOf = (id: string | null) =>
  app.db.auditEvent.count({ where: { action: 'password.reset_requested', subjectId: id } })

describe('requestPasswordReset', () => {
  it('mails a link whose token no server is sent', async () => {
    const token = await requestToken(app, person.email)
    const [mail] = await mailsAbout(app, person.email, resetSubject, 1)
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
    const token = await requestToken(app, person.email)
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
    await mailsAbout(app, person.email, resetSubject, 1)
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
    const token = await requestToken(app, person.email)
    as(
      'RequestPasswordResetSuccess',
      await requestPasswordReset(app.anonymous, ` ${person.email.toUpperCase()} `),
    )
    await mailsAbout(app, person.email, resetSubject, 2)
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
    await mailsAbout(app, person.email, resetSubject, 1)
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
        await mailsAbout(app, person.email, resetSubject, times.known.length + 1)
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
