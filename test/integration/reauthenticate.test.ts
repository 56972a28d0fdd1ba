// Giving the password again: what it opens for ten minutes, and what it does not.

import { beforeEach, expect, it } from 'vitest'
import { demoPassword } from '../../prisma/seed.ts'
import { ReauthenticationRequiredError } from '../../src/identity/errors.ts'
import { requireRecentAuthentication } from '../../src/identity/require-recent-authentication.ts'
import { type CurrentSession, findSession } from '../../src/identity/session.ts'
import type { ApiClient } from '../support/client.ts'
import { addPerson, auditOf, inBetween, type Person, snapshot } from '../support/people.ts'
import { reauthenticate } from '../support/profile.ts'
import { as, login } from '../support/sign-in-steps.ts'
import { useApp } from '../support/use-app.ts'

const app = useApp()
let person: Person
let client: ApiClient
let session: CurrentSession
beforeEach(async () => {
  person = await addPerson(app)
  client = await app.signIn(person.email)
  session = await sessionOf(client)
})

async function sessionOf({ token = '' }: ApiClient): Promise<CurrentSession> {
  const found = await findSession(app.db, token)
  if (!found) throw new Error('There is no such session')
  return found
}

/** Sets when the session gave its password, on the database's clock; null for one that a device began. */
const setAuthenticated = (interval: string | null) =>
  app.pool.query('UPDATE session SET authenticated_at = now() + $1::interval WHERE id = $2', [
    interval,
    session.id,
  ])

const authenticatedAt = async (id = session.id) =>
  (await app.db.session.findUniqueOrThrow({ where: { id } })).authenticatedAt

const wrong = {
  __typename: 'InvalidCredentialsError',
  code: 'INVALID_CREDENTIALS',
  message: 'Incorrect email or password.',
}

it('makes this session recent for ten minutes, and no other', async () => {
  const other = await sessionOf(await app.signIn(person.email))
  const before = await authenticatedAt(other.id)
  await setAuthenticated('-2 hours')
  const answer = as('ReauthenticateSuccess', await reauthenticate(client, demoPassword))
  const [row] = await app.db.$queryRaw<object[]>`
    SELECT authenticated_at > now() - interval '1 minute' AS "justNow",
           date_trunc('milliseconds', authenticated_at + interval '10 minutes') = ${new Date(answer.authenticatedUntil)} AS "asTold"
    FROM session WHERE id = ${session.id}::uuid`
  expect(row).toEqual({ justNow: true, asTold: true })
  expect(await authenticatedAt(other.id)).toEqual(before)
  expect(await auditOf(app, person.id)).toEqual([
    { action: 'session.reauthenticated', actorId: person.id, details: {} },
  ])
})

it('is recent at 9:59 and not at 10:01', async () => {
  await setAuthenticated('-10 minutes -1 second')
  await expect(requireRecentAuthentication(app.db, session)).rejects.toThrow(ReauthenticationRequiredError)
  await setAuthenticated('-9 minutes -59 seconds')
  await requireRecentAuthentication(app.db, session)
})

it('makes a session that a remembered device began a recent one', async () => {
  await setAuthenticated(null)
  await expect(requireRecentAuthentication(app.db, session)).rejects.toThrow(ReauthenticationRequiredError)
  as('ReauthenticateSuccess', await reauthenticate(client, demoPassword))
  await requireRecentAuthentication(app.db, session)
})

it.each([
  'not the password',
  '',
  demoPassword.toUpperCase(),
  ` ${demoPassword}`,
  `${demoPassword} `,
  'x'.repeat(200),
])('changes nothing with the wrong password %j', async (password) => {
  const before = await snapshot(app, person.id)
  expect(await reauthenticate(client, password)).toEqual(wrong)
  expect(await snapshot(app, person.id)).toEqual(before)
  expect(await auditOf(app, person.id)).toEqual([
    {
      action: 'session.reauthentication_failed',
      actorId: person.id,
      details: { purpose: 'reauthenticate', reason: 'INVALID_CREDENTIALS' },
    },
  ])
})

it('waits 15 minutes after ten wrong passwords in a row', async () => {
  for (let tries = 0; tries < 9; tries++) expect(await reauthenticate(client, 'wrong')).toEqual(wrong)
  as('ReauthenticateSuccess', await reauthenticate(client, demoPassword))
  for (let tries = 0; tries < 10; tries++) expect(await reauthenticate(client, 'wrong')).toEqual(wrong)
  const before = await authenticatedAt()
  const refused = as('RateLimitedError', await reauthenticate(client, demoPassword))
  expect(refused.code).toBe('RATE_LIMITED')
  expect(refused.message).toBe('Too many wrong passwords. Try again in 15 minutes.')
  expect(refused.retryAfterSeconds).toBeGreaterThan(14 * 60)
  expect(await authenticatedAt()).toEqual(before)
  expect((await auditOf(app, person.id)).at(-1)).toEqual({
    action: 'session.reauthentication_failed',
    actorId: person.id,
    details: { purpose: 'reauthenticate', reason: 'RATE_LIMITED' },
  })
  await app.db.$executeRaw`
    UPDATE rate_limit SET resets_at = now() WHERE key = ${`password:session:${session.id}`}`
  as('ReauthenticateSuccess', await reauthenticate(client, demoPassword))
})

it('looks at ten of many parallel guesses', async () => {
  const answers = await Promise.all(Array.from({ length: 30 }, () => reauthenticate(client, 'wrong')))
  const names = answers.map(({ __typename }) => __typename)
  expect(names.filter((name) => name === 'InvalidCredentialsError')).toHaveLength(10)
  expect(names.filter((name) => name === 'RateLimitedError')).toHaveLength(20)
})

it('is locked neither by strangers who fail to sign in nor by another session', async () => {
  const other = await app.signIn(person.email)
  for (let tries = 0; tries < 10; tries++) expect(await reauthenticate(other, 'wrong')).toEqual(wrong)
  for (let tries = 0; tries < 11; tries++) await login(app.anonymous, person.email, { password: 'wrong' })
  as('RateLimitedError', await login(app.anonymous, person.email))
  as('RateLimitedError', await reauthenticate(other, demoPassword))
  as('ReauthenticateSuccess', await reauthenticate(client, demoPassword))
})

it('gives nothing to a session that has ended meanwhile', async () => {
  const answer = await inBetween(
    app,
    { sql: 'SELECT 1 FROM session WHERE id = $1 FOR UPDATE', id: session.id },
    () => reauthenticate(client, demoPassword),
    'DELETE FROM session WHERE id = $1',
  )
  expect(answer).toEqual(wrong)
  expect(await auditOf(app, person.id)).toEqual([])
})
