// One's own sessions: listed, ended, and over at their time, in every process.

import { randomBytes } from 'node:crypto'
import { beforeEach, expect, it } from 'vitest'
import { createBrowser } from '../support/browser.ts'
import { type ApiClient, createClient, type Subscription } from '../support/client.ts'
import { databaseId, globalId } from '../support/exports.ts'
import {
  MySessionsDocument,
  RevokeOtherSessionsDocument,
  RevokeSessionDocument,
  SessionBellDocument,
  SessionNodeDocument,
  WhoIsSignedInDocument,
} from '../support/gql/graphql.ts'
import { as, demoMember, finance, login, otherOwner, owner } from '../support/sign-in-steps.ts'
import { useApp, useServer } from '../support/use-app.ts'

const secretKey = randomBytes(32)
const app = useApp({ config: { secretKey } })
/** A second server on the same database. */
const second = useServer(() => app, { secretKey })
beforeEach(async () => {
  await app.db.session.deleteMany()
})

const whoIs = async (client: ApiClient) =>
  (await client.request(WhoIsSignedInDocument)).viewer?.teamMember.email ?? null

/** Signs in through the API. */
async function signIn(email: string): Promise<ApiClient> {
  const { sessionToken } = as('LoginSuccess', await login(app.anonymous, email))
  return createClient(app.url, sessionToken ?? '')
}

async function sessionsOf(client: ApiClient) {
  const { viewer } = await client.request(MySessionsDocument)
  if (!viewer) throw new Error('Nobody is signed in')
  return viewer.sessions
}

async function currentId(client: ApiClient): Promise<string> {
  const current = (await sessionsOf(client)).find((session) => session.current)
  if (!current) throw new Error('No session is the current one')
  return current.id
}

async function revoke(client: ApiClient, id: string) {
  return (await client.request(RevokeSessionDocument, { id })).revokeSession
}

/** Makes a session as if so much time had passed since it was last used, or since it began. */
async function age(
  client: ApiClient,
  column: 'last_seen_at' | 'expires_at',
  interval: string,
): Promise<void> {
  const { rowCount } = await app.pool.query(
    `UPDATE session SET ${column} = ${column} - $1::interval WHERE id = $2`,
    [interval, databaseId(await currentId(client))],
  )
  expect(rowCount).toBe(1)
}

const endedEvents = () =>
  app.db.auditEvent.findMany({
    where: { action: 'session.ended' },
    orderBy: { id: 'asc' },
    select: { actorId: true, subjectType: true, subjectId: true, ipAddress: true, details: true },
  })

it('lists the live sessions of the viewer, the last used first', async () => {
  const old = await app.signIn(owner)
  const idle = await app.signIn(owner)
  const over = await app.signIn(owner)
  const current = await signIn(owner)
  await app.signIn(finance)
  await age(old, 'last_seen_at', '30 seconds')
  await age(idle, 'last_seen_at', '12 hours 1 second')
  await age(over, 'expires_at', '7 days 1 second')
  const listed = await sessionsOf(current)
  expect(listed.map(({ current }) => current)).toEqual([true, false])
  expect(listed[0]).toMatchObject({ userAgent: 'node', ipAddress: '127.0.0.1' })
  expect(listed[1]?.id).toBe(await currentId(old))
  const days = (Date.parse(listed[0]?.expiresAt ?? '') - Date.parse(listed[0]?.createdAt ?? '')) / 86_400_000
  expect(days).toBe(7)
})

it('ends another of the sessions: its token is refused at the next request, on every server', async () => {
  const lost = await app.signIn(owner)
  const current = await app.signIn(owner)
  const id = await currentId(lost)
  const before = await endedEvents()
  expect(await revoke(current, id)).toEqual({ __typename: 'RevokeSessionSuccess', revokedSessionId: id })
  expect(await whoIs(lost)).toBe(null)
  expect(await whoIs(createClient(second.url, lost.token))).toBe(null)
  expect(await whoIs(current)).toBe(owner)
  expect((await endedEvents()).slice(before.length)).toEqual([
    {
      actorId: demoMember(owner).id,
      subjectType: 'session',
      subjectId: databaseId(id),
      ipAddress: '127.0.0.1',
      details: {},
    },
  ])
})

it('ends the session that asks: a logout, which takes the cookie away', async () => {
  const browser = createBrowser(app.url)
  await login(browser, owner, { sessionTransport: 'COOKIE' })
  expect([...browser.cookies.keys()]).toEqual(['vestibule_session'])
  const { viewer } = await browser.request(MySessionsDocument)
  const id = viewer?.session.id ?? ''
  expect((await browser.request(RevokeSessionDocument, { id })).revokeSession.__typename).toBe(
    'RevokeSessionSuccess',
  )
  expect([...browser.cookies.keys()]).toEqual([])
  expect((await browser.request(WhoIsSignedInDocument)).viewer).toBe(null)
  expect(await app.db.session.count()).toBe(0)
})

it('ends all the other sessions, and nobody else’s', async () => {
  const lost = [await app.signIn(owner), await app.signIn(owner), await app.signIn(owner)]
  const current = await app.signIn(owner)
  const colleague = await app.signIn(finance)
  const before = await endedEvents()
  const { revokeOtherSessions } = await current.request(RevokeOtherSessionsDocument)
  expect(revokeOtherSessions).toEqual({ __typename: 'RevokeOtherSessionsSuccess', revokedCount: 3 })
  expect(await Promise.all(lost.map(whoIs))).toEqual([null, null, null])
  expect(await Promise.all([current, colleague].map(whoIs))).toEqual([owner, finance])
  expect((await endedEvents()).slice(before.length)).toEqual([
    {
      actorId: demoMember(owner).id,
      subjectType: 'team_member',
      subjectId: demoMember(owner).id,
      ipAddress: '127.0.0.1',
      details: { which: 'all others', count: 3 },
    },
  ])
  const again = await current.request(RevokeOtherSessionsDocument)
  expect(again.revokeOtherSessions).toMatchObject({ revokedCount: 0 })
  expect((await endedEvents()).length).toBe(before.length + 1)
})

it('answers ids of others, of other things and of nothing as if there were no such session', async () => {
  const superAdmin = await app.signIn(owner)
  const others = [await app.signIn(finance), await app.signIn(otherOwner)]
  const foreign = await Promise.all(others.map(currentId))
  const ids = [
    ...foreign,
    globalId('Session', '01970000-0000-7000-8000-00000000dead'),
    globalId('TeamMember', databaseId(await currentId(superAdmin))),
    globalId('Session', 'nonsense'),
    globalId('Session', ''),
    'nonsense',
    '',
    '💥',
  ]
  const events = await app.db.auditEvent.count()
  for (const id of ids) {
    expect({ id, answer: await revoke(superAdmin, id) }).toEqual({
      id,
      answer: {
        __typename: 'NotFoundError',
        code: 'NOT_FOUND',
        message: 'You have no such session. It may have ended already.',
      },
    })
  }
  for (const id of foreign) {
    expect(await superAdmin.send(SessionNodeDocument, { id })).toEqual({ data: { node: null } })
  }
  expect(await app.db.session.count()).toBe(3)
  expect(await app.db.auditEvent.count()).toBe(events)
  const own = await currentId(superAdmin)
  expect((await superAdmin.request(SessionNodeDocument, { id: own })).node).toEqual({
    __typename: 'Session',
    id: own,
  })
})

it('needs a session', async () => {
  const unauthenticated = [{ extensions: { code: 'UNAUTHENTICATED' } }]
  const id = globalId('Session', '01970000-0000-7000-8000-00000000dead')
  expect((await app.anonymous.send(RevokeSessionDocument, { id })).errors).toMatchObject(unauthenticated)
  expect((await app.anonymous.send(RevokeOtherSessionsDocument)).errors).toMatchObject(unauthenticated)
  expect(await app.anonymous.request(SessionNodeDocument, { id })).toEqual({ node: null })
})

/** Adds a line to the member's bell, as any process may. */
async function ring(email: string): Promise<void> {
  const { id } = demoMember(email)
  await app.pool.query(
    `WITH counted AS (UPDATE team_member SET notification_sequence = notification_sequence + 1
       WHERE id = $1 RETURNING id, notification_sequence),
     added AS (INSERT INTO notification (id, team_member_id, sequence, revision, kind, title, body)
       SELECT gen_random_uuid(), id, notification_sequence, notification_sequence, 'SECURITY', 'Hello', '' FROM counted)
     SELECT pg_notify('vestibule_events', 'notifications:' || id) FROM counted`,
    [id],
  )
}

/** How long after now a stream ends; what it still says before is let pass. */
async function msUntilEnd(stream: Subscription<unknown>): Promise<number> {
  const startedAt = performance.now()
  const listen = async () => {
    for (;;) await stream.next()
  }
  await expect(listen()).rejects.toThrow('The socket was closed: 4401')
  return performance.now() - startedAt
}

it.each(['revokeSession', 'revokeOtherSessions'])(
  'ends the live streams of a session within a second, on this server and another: %s',
  async (how) => {
    const lost = await app.signIn(owner)
    const current = await app.signIn(owner)
    const lostId = await currentId(lost)
    const clients = [lost, createClient(second.url, lost.token), createClient(second.url, current.token)]
    const streams = await Promise.all(clients.map((client) => client.subscribe(SessionBellDocument)))
    const heard = Promise.all(streams.map((stream) => stream.next()))
    // A bell that rings says that the stream is live; one that began after this ring hears the next.
    const ringing = setInterval(() => void ring(owner), 200)
    await heard.finally(() => clearInterval(ringing))

    const ended = streams.slice(0, 2).map(msUntilEnd)
    if (how === 'revokeSession') await revoke(current, lostId)
    else await current.request(RevokeOtherSessionsDocument)
    for (const ms of await Promise.all(ended)) expect(ms).toBeLessThan(1_000)
    await ring(owner)
    expect(await streams[2]?.next()).toEqual({ notificationReceived: { cursor: expect.any(String) } })
    await Promise.all(streams.map((stream) => stream.stop()))
  },
)

it('ends after 12 hours without use', async () => {
  const client = await app.signIn(owner)
  await age(client, 'last_seen_at', '11 hours 59 minutes')
  // Used just in time, it begins to count anew.
  expect(await whoIs(client)).toBe(owner)
  const [row] = await app.db.$queryRaw<{ seconds: number }[]>`
    SELECT extract(epoch FROM now() - last_seen_at)::float8 AS seconds FROM session`
  expect(row?.seconds).toBeLessThan(5)
  await age(client, 'last_seen_at', '12 hours 1 second')
  expect(await whoIs(client)).toBe(null)
})

it('ends after 7 days, however much it is used', async () => {
  const client = await app.signIn(owner)
  await age(client, 'expires_at', '6 days 23 hours 59 minutes')
  expect(await whoIs(client)).toBe(owner)
  await app.db
    .$executeRaw`UPDATE session SET expires_at = created_at + interval '7 days', created_at = created_at`
  await age(client, 'expires_at', '7 days 1 second')
  expect(await whoIs(client)).toBe(null)
})

it('gives every sign-in a new token, and takes none that it was given', async () => {
  const tokens = new Set<string | undefined>()
  for (let times = 0; times < 5; times++) tokens.add((await signIn(owner)).token)
  expect(tokens.size).toBe(5)
  for (const token of tokens) expect(token).toMatch(/^[\w-]{43}$/)

  // A token that somebody put there beforehand is not taken over (session fixation).
  const planted = randomBytes(32).toString('base64url')
  const victim = createBrowser(app.url)
  victim.cookies.set('vestibule_session', planted)
  as('LoginSuccess', await login(victim, owner, { sessionTransport: 'COOKIE' }))
  expect(victim.cookies.get('vestibule_session')).not.toBe(planted)
  expect(await whoIs(createClient(app.url, planted))).toBe(null)
})
