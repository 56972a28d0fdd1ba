// Guessing: codes through two servers, aliases and parallel requests; what counts over new sign-ins; what the owner is
// told; and that an answer's time does not say whether there is such a person.
import { randomBytes, randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ApiClient } from '../support/client.ts'
import { countHashes } from '../support/count-hashes.ts'
import { addPerson } from '../support/people.ts'
import {
  as,
  demoMember,
  finance,
  login,
  otherOwner,
  owner,
  startChallenge,
  turnMfaOn,
  verify,
} from '../support/sign-in-steps.ts'
import { useApp, useServer } from '../support/use-app.ts'

const secretKey = randomBytes(32)
const app = useApp({ config: { secretKey } })
/** A second server on the same database. */
const second = useServer(() => app, { secretKey })
let servers: ApiClient[]
beforeAll(async () => {
  servers = [app.anonymous, second.anonymous]
  await turnMfaOn(app)
})
beforeEach(async () => {
  await app.db.rateLimit.deleteMany()
})

const newestChallenge = (email: string) =>
  app.db.challenge.findFirstOrThrow({ where: { email }, orderBy: { createdAt: 'desc' } })

/** So many codes, the right one not among them. */
const guesses = (count: number, right: string) =>
  Array.from({ length: count + 1 }, (_, number) => String(number * 997).padStart(6, '0'))
    .filter((code) => code !== right)
    .slice(0, count)

type Answers = Record<string, { __typename: string; attemptsRemaining?: number }>

/** Many guesses in one document. A server may take or refuse such a document: what counts is what it looks at. */
async function guessByAliases(url: string, challengeToken: string, codes: string[]): Promise<Answers> {
  const fields = codes.map(
    (code, index) =>
      `g${index}: verifyCode(input: { challengeToken: "${challengeToken}", code: "${code}" }) {
        __typename ... on InvalidCodeError { attemptsRemaining }
      }`,
  )
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: `mutation { ${fields.join('\n')} }` }),
  })
  return ((await response.json()) as { data?: Answers }).data ?? {}
}

it('looks at five of 1,000 guesses of a code, through two servers, aliases and parallel requests', {
  timeout: 60_000,
}, async () => {
  const { challengeToken, code } = await startChallenge(app, owner)
  const all = guesses(1000, code)
  const single = all.slice(0, 600)
  const documents = Array.from({ length: 20 }, (_, index) => all.slice(600 + index * 20, 620 + index * 20))
  const [singly, aliased] = await Promise.all([
    Promise.all(single.map((guess, index) => verify(servers[index % 2] as ApiClient, challengeToken, guess))),
    Promise.all(
      documents.map((codes, index) => guessByAliases((index % 2 ? second : app).url, challengeToken, codes)),
    ),
  ])
  const answers = [...singly, ...aliased.flatMap((answer) => Object.values(answer))]
  expect(answers.length).toBeGreaterThanOrEqual(600)
  const remaining = answers
    .map((answer) => ('attemptsRemaining' in answer ? answer.attemptsRemaining : undefined))
    .filter((left) => left !== 0)
  // The fifth answers 0, as all those do that were not looked at.
  expect(remaining.sort()).toEqual([1, 2, 3, 4])
  const { id, codeAttempts, attempts } = await newestChallenge(owner)
  expect({ codeAttempts, attempts }).toEqual({ codeAttempts: 5, attempts: 5 })
  expect(await app.db.auditEvent.count({ where: { action: 'challenge.code_wrong', subjectId: id } })).toBe(5)

  // And then not at the right one either.
  for (const server of servers) {
    expect(await verify(server, challengeToken, code)).toMatchObject({
      __typename: 'InvalidCodeError',
      attemptsRemaining: 0,
    })
  }
  expect(await app.db.session.count({ where: { teamMemberId: demoMember(owner).id } })).toBe(0)
})

it('goes on counting over new sign-ins, until everything waits', async () => {
  const answers: unknown[] = []
  const guess = async (challengeToken: string, guessed: string, server = 0) => {
    const answer = await verify(servers[server] as ApiClient, challengeToken, guessed)
    answers.push('attemptsRemaining' in answer ? answer.attemptsRemaining : answer.__typename)
  }
  const first = await startChallenge(app, owner)
  for (const code of guesses(5, first.code)) await guess(first.challengeToken, code)
  const next = await startChallenge(app, owner)
  // Two right passwords and five wrong codes are seven; three more make ten.
  for (const code of guesses(4, next.code)) await guess(next.challengeToken, code, 1)
  expect(answers).toEqual([4, 3, 2, 1, 0, 4, 3, 2, 'RateLimitedError'])
  const { id } = await newestChallenge(owner)
  expect(await app.db.auditEvent.count({ where: { action: 'challenge.code_wrong', subjectId: id } })).toBe(3)
  // What was refused is in the audit, and told to the owner.
  const refusals = { action: 'login.rate_limited', subjectId: demoMember(owner).id }
  expect(await app.db.auditEvent.count({ where: refusals })).toBe(1)
  const told = async () => (await mailsAbout('Too many failed sign-ins', owner)).length
  await expect.poll(told, { timeout: 10_000 }).toBe(1)
  for (const server of servers) {
    const refused = await verify(server, next.challengeToken, next.code)
    expect(refused.__typename).not.toBe('LoginSuccess')
    expect(await login(server, owner)).toMatchObject({
      __typename: 'RateLimitedError',
      retryAfterSeconds: expect.any(Number),
      message: expect.stringMatching(/^Too many sign-in attempts\. Try again in 15 minutes\.$/),
    })
  }
  // Nobody else waits.
  as('LoginSuccess', await login(app.anonymous, otherOwner))
  await app.db.$executeRaw`UPDATE rate_limit SET resets_at = resets_at - interval '15 minutes'`
  await startChallenge(app, owner)
})

it('does not forget failures for a right password alone, and does for a right code', async () => {
  const wrong = { password: 'not the password' }
  const answers: string[] = []
  const fail = async (times: number) => {
    for (let time = 0; time < times; time++) {
      answers.push((await login(app.anonymous, owner, wrong)).__typename)
    }
  }
  await fail(8)
  await startChallenge(app, owner)
  await fail(2)
  expect(answers).toEqual([...Array(9).fill('InvalidCredentialsError'), 'RateLimitedError'])

  await app.db.rateLimit.deleteMany()
  answers.length = 0
  await fail(8)
  const { challengeToken, code } = await startChallenge(app, owner)
  as('LoginSuccess', await verify(app.anonymous, challengeToken, code))
  await fail(10)
  expect(answers).toEqual(Array(18).fill('InvalidCredentialsError'))
})

/** How often a notice to a member was due, sent or not. */
async function timesDue(kind: string, email: string): Promise<number> {
  const key = `notice:${kind}:${demoMember(email).id}`
  return (await app.db.rateLimit.findUnique({ where: { key } }))?.points ?? 0
}

/** A notice is sent by whichever of the two takes its job, to its own inbox. */
const mailsAbout = async (subject: string, email: string) =>
  (await Promise.all([app, second].map((server) => server.mailsTo(email))))
    .flat()
    .filter((mail) => mail.subject === subject)

/** Waits until the notice was due so often, and was sent that often. */
async function expectNotices(
  notice: { kind: string; subject: string; email: string },
  due: number,
  mails: number,
): Promise<void> {
  await expect.poll(() => timesDue(notice.kind, notice.email), { timeout: 10_000 }).toBe(due)
  await expect
    .poll(async () => (await mailsAbout(notice.subject, notice.email)).length, { timeout: 10_000 })
    .toBe(mails)
}

const anHourLater = (kind: string) => app.db.$executeRaw`
  UPDATE rate_limit SET resets_at = resets_at - interval '1 hour' WHERE key LIKE ${`notice:${kind}:%`}`

it('tells the owner of a lockout, once an hour', async () => {
  const notice = { kind: 'lockout', subject: 'Too many failed sign-ins', email: finance }
  const fail = (server: number) =>
    login(servers[server] as ApiClient, finance, { password: 'not the password' })
  for (let times = 0; times < 10; times++) await fail(times % 2)
  expect(await timesDue('lockout', finance)).toBe(0)
  for (let times = 0; times < 6; times++) await fail(times % 2)
  await expectNotices(notice, 6, 1)
  await anHourLater('lockout')
  await fail(0)
  await expectNotices(notice, 1, 2)
  const [mail] = await mailsAbout(notice.subject, finance)
  expect(mail?.text).toMatch(/\nThis was not me:\nhttp:\S+\/not-me#[\w-]{43}\n/)
  // Somebody who is not there is told nothing, and nothing is kept of their address.
  const nobody = `nobody-${randomUUID()}@summitridge.example`
  for (let times = 0; times < 11; times++) await login(app.anonymous, nobody)
  expect(await app.mailsTo(nobody)).toEqual([])
})

it('tells the owner of a wrong code, once an hour', async () => {
  const notice = { kind: 'wrong-code', subject: 'A wrong sign-in code was entered', email: finance }
  const { challengeToken, code } = await startChallenge(app, finance)
  const [first = '', second = '', third = ''] = guesses(3, code)
  for (const guess of [first, second]) await verify(app.anonymous, challengeToken, guess)
  await expectNotices(notice, 2, 1)
  await anHourLater('wrong-code')
  await verify(app.anonymous, challengeToken, third)
  await expectNotices(notice, 1, 2)
})

describe('takes one hash, so that its time says nothing,', () => {
  const person = (status: 'INVITED' | 'ACTIVE' | 'DEACTIVATED') => async () =>
    (await addPerson(app, { status })).email
  const nobody = async () => `nobody-${randomUUID()}@summitridge.example`

  it.each([
    ['someone known', person('ACTIVE')],
    ['someone unknown', nobody],
    ['someone without a password yet', person('INVITED')],
    ['someone deactivated', person('DEACTIVATED')],
    ['text that is no email address', async () => 'nobody'],
  ])('a wrong password of %s', async (_who, emailOf) => {
    // The hash that stands for those without one is made once, by whoever comes first.
    await login(app.anonymous, await nobody())
    const email = await emailOf()
    const hashes = await countHashes(async () => {
      as('InvalidCredentialsError', await login(app.anonymous, email, { password: 'not the password' }))
    })
    expect(hashes).toBe(1)
  })
})
