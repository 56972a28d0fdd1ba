// The code that proves one's email address: when it is sent, how often, and to whom.
import { beforeEach, describe, expect, it } from 'vitest'
import type { ApiClient } from '../support/client.ts'
import { askForCode, invalidCode, setChallengeTime } from '../support/email-codes.ts'
import { addPerson, auditOf, inBetween, mailsAbout, type Person, snapshot } from '../support/people.ts'
import { myProfile, sendVerification, sessionMutations, verifyEmail } from '../support/profile.ts'
import { as, codesTo } from '../support/sign-in-steps.ts'
import { useApp } from '../support/use-app.ts'

const app = useApp()
let person: Person
let client: ApiClient
beforeEach(async () => {
  person = await addPerson(app, { verified: false })
  client = await app.signIn(person.email)
})

const sendAndRead = (sentBefore?: number) => askForCode(app, client, person, sentBefore)
const setTime = (column: Parameters<typeof setChallengeTime>[2], interval: string) =>
  setChallengeTime(app, person, column, interval)

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
    // A stranger may read it, so it has no link and no name.
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
    await setTime('code_sent_at', '-59 seconds')
    const early = as('RateLimitedError', await sendVerification(client))
    expect(early.code).toBe('RATE_LIMITED')
    expect(early.retryAfterSeconds).toBe(1)
    await setTime('code_sent_at', '-60 seconds')
    const second = await sendAndRead(1)
    if (first !== second) expect(await verifyEmail(client, first)).toEqual(invalidCode(4))
    expect(await verifyEmail(client, second)).toMatchObject({ __typename: 'VerifyEmailSuccess' })
  })

  it('sends three more codes for one verification, and no fourth', async () => {
    await sendAndRead()
    for (const sentBefore of [1, 2, 3]) {
      await setTime('code_sent_at', '-61 seconds')
      await sendAndRead(sentBefore)
    }
    await setTime('code_sent_at', '-61 seconds')
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
    // All have begun before any of them looks for an open verification.
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
