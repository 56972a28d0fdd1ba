// Giving the code that proves one's email address: how long it works, how often it can be tried, what a wrong one does.
import { beforeEach, describe, expect, it } from 'vitest'
import type { ApiClient } from '../support/client.ts'
import { askForCode, expiredVerification, invalidCode, setChallengeTime } from '../support/email-codes.ts'
import { addPerson, auditOf, mailsAbout, type Person } from '../support/people.ts'
import { sendVerification, verifyEmail } from '../support/profile.ts'
import { as, codesTo, wrongCode } from '../support/sign-in-steps.ts'
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

const isVerified = async () =>
  (await app.db.teamMember.findUniqueOrThrow({ where: { id: person.id } })).emailVerifiedAt !== null

/** Resets the member's own limit, so that a test reaches that of the challenge. */
const forgetMemberCount = () =>
  app.db.rateLimit.deleteMany({ where: { key: `email-code:person:${person.id}` } })

describe('verifyEmail', () => {
  it('takes a code at 9:59 and refuses it at 10:01', async () => {
    const code = await sendAndRead()
    await setTime('code_expires_at', '-1 second')
    expect(await verifyEmail(client, code)).toEqual({
      ...invalidCode(4),
      message: 'This code has expired. Request a new one.',
    })
    expect(await isVerified()).toBe(false)
    await setTime('code_expires_at', '1 second')
    expect(await verifyEmail(client, code)).toMatchObject({ __typename: 'VerifyEmailSuccess' })
  })

  it('is over after 15 minutes, and begins again with another code', async () => {
    const code = await sendAndRead()
    await setTime('expires_at', '-1 second')
    expect(await verifyEmail(client, code)).toEqual(expiredVerification)
    expect(await isVerified()).toBe(false)
    const next = await sendAndRead(1)
    expect(await verifyEmail(client, next)).toMatchObject({ __typename: 'VerifyEmailSuccess' })
  })

  it('takes five tries of a code', async () => {
    const code = await sendAndRead()
    for (const remaining of [4, 3, 2, 1, 0]) {
      expect(await verifyEmail(client, wrongCode(code))).toEqual(invalidCode(remaining))
    }
    expect(await verifyEmail(client, code)).toEqual(invalidCode(0))
    expect(await isVerified()).toBe(false)
  })

  it('does not refund tries with another code', async () => {
    const first = await sendAndRead()
    for (const remaining of [4, 3, 2, 1]) {
      expect(await verifyEmail(client, wrongCode(first))).toEqual(invalidCode(remaining))
    }
    await setTime('code_sent_at', '-60 seconds')
    const second = await sendAndRead(1)
    // The new code has five tries of its own. The challenge counts all of them: 4 + 5.
    for (const remaining of [4, 3, 2, 1, 0]) {
      expect(await verifyEmail(client, wrongCode(second))).toEqual(invalidCode(remaining))
    }
    await setTime('code_sent_at', '-60 seconds')
    const third = await sendAndRead(2)
    expect(await verifyEmail(client, wrongCode(third))).toEqual(invalidCode(0))
    await forgetMemberCount()
    expect(await verifyEmail(client, third)).toEqual(expiredVerification)
    expect(await isVerified()).toBe(false)
  })

  it('does not give a member new tries with a new challenge', async () => {
    const first = await sendAndRead()
    for (let tries = 0; tries < 5; tries++) await verifyEmail(client, wrongCode(first))
    await setTime('expires_at', '-1 second')
    const second = await sendAndRead(1)
    for (let tries = 0; tries < 5; tries++) await verifyEmail(client, wrongCode(second))
    await setTime('expires_at', '-1 second')
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
    expect(await verifyEmail(client, code)).toEqual(expiredVerification)
  })

  it('is over where no code was asked for', async () => {
    expect(await verifyEmail(client, '000000')).toEqual(expiredVerification)
    expect(await isVerified()).toBe(false)
  })

  it('proves no other address than the one it went to', async () => {
    const code = await sendAndRead()
    await app.db.teamMember.update({ where: { id: person.id }, data: { email: `other-${person.email}` } })
    expect(await verifyEmail(client, code)).toEqual(expiredVerification)
    expect(await isVerified()).toBe(false)
  })

  it('refuses the code of somebody else', async () => {
    const code = await sendAndRead()
    const stranger = await addPerson(app, { verified: false })
    const theirs = await app.signIn(stranger.email)
    as('SendEmailVerificationSuccess', await sendVerification(theirs))
    const [own] = await codesTo(app, stranger.email, 1)
    if (own !== code) expect(await verifyEmail(theirs, code)).toEqual(invalidCode(4))
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
    // The second notice was counted, and not sent.
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
