// The end of a session, or of what it may see, at one server: every live connection of it at another ends within a
// second, says why, and shows nothing that came after.

import { randomBytes } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { demoPassword } from '../../prisma/seed.ts'
import { sessionsTopic } from '../../src/identity/session.ts'
import { createNotification } from '../../src/notifications/create-notification.ts'
import { type ApiClient, createClient } from '../support/client.ts'
import { openEventStream } from '../support/event-stream.ts'
import { LogOutDocument, SignOutElsewhereDocument, WhoAmIDocument } from '../support/gql/graphql.ts'
import { changePassword } from '../support/profile.ts'
import { memberId } from '../support/services.ts'
import { openSignedIn, type RawSocket } from '../support/socket.ts'
import { deactivate, demoId, rowOf, setAccess } from '../support/team.ts'
import { until } from '../support/until.ts'
import { useServer } from '../support/use-app.ts'
import { useServices } from '../support/use-services.ts'

const ownerEmail = 'owner@summitridge.example'
const email = 'finance@summitridge.example'
const teamMemberId = memberId(email)
const bell = 'subscription { notificationReceived { notification { title } } }'

/** What happens at the first server: it, and two clients of the member who is signed in twice. */
type At = { owner: ApiClient; doomed: ApiClient; other: ApiClient }

const ended = { code: 4401, reason: 'Unauthorized' }
const reduced = { code: 4403, reason: 'Forbidden' }

const services = useServices()

const config = { secretKey: randomBytes(32), role: 'server' as const }
const first = useServer(() => services.database, config)
const second = useServer(() => services.database, config)

let before: Awaited<ReturnType<typeof rowOf>>
beforeEach(async () => {
  before ??= await rowOf(first, email)
  const { passwordHash, status, sensitiveDataAccess } = before
  await services.db.teamMember.update({
    where: { email },
    data: { passwordHash, status, sensitiveDataAccess },
  })
  await services.db.session.deleteMany()
})

const ring = (title: string) =>
  services.events.transact(services.db, (change) =>
    createNotification(change, { teamMemberId, kind: 'SECURITY', title, body: '', exportId: null }),
  )

/** Brings a session close to an end; nobody hears of it, as nobody hears of time. */
async function shorten({ doomed }: At, change: string): Promise<void> {
  await services.pool.query(`UPDATE session SET ${change} WHERE token_hash = sha256($1)`, [
    doomed.token ?? '',
  ])
  // What has been open for longer was told of its end when it was further away: it looks again.
  await services.events.transact(services.db, async ({ announce }) => announce(sessionsTopic(teamMemberId)))
  await services.pool.query('SELECT pg_sleep(0.06)')
}

const reasons: [string, typeof ended, (at: At) => Promise<unknown>][] = [
  ['logout', ended, ({ doomed }) => doomed.request(LogOutDocument)],
  ['revocation', ended, ({ other }) => other.request(SignOutElsewhereDocument)],
  ['idle end', ended, (at) => shorten(at, `last_seen_at = now() - interval '12 hours' + interval '50 ms'`)],
  ['absolute end', ended, (at) => shorten(at, `expires_at = now() + interval '50 ms'`)],
  ['deactivation', ended, ({ owner }) => deactivate(owner, demoId(email))],
  [
    'change of the password',
    ended,
    ({ other }) => changePassword(other, demoPassword, 'copper-lantern-drift-41'),
  ],
  [
    'loss of Sensitive Data Access',
    reduced,
    ({ owner }) => setAccess(owner, { teamMemberId: demoId(email), granted: false }),
  ],
]

/** Subscribes, and rings until it is heard: then it is live. */
async function listen(socket: RawSocket): Promise<void> {
  socket.send({ id: '1', type: 'subscribe', payload: { query: bell } })
  const heard = socket.next()
  await until(async () => {
    await ring('before')
    await Promise.race([heard, Promise.reject(new Error('nothing was heard yet'))])
  })
}

describe.each(reasons)('%s', (_reason, expected, end) => {
  const open = async () => {
    const [owner, doomed, other] = [
      await first.signIn(ownerEmail),
      await first.signIn(email),
      await first.signIn(email),
    ]
    return { owner, doomed, other }
  }

  it('closes every socket at the other server within a second, and nothing passes afterwards', async () => {
    const at = await open()
    const sockets = await Promise.all(
      [first, second, second].map(({ url }) => openSignedIn(url, at.doomed.token ?? '')),
    )
    const [here, there, silent] = sockets as [RawSocket, RawSocket, RawSocket]
    await Promise.all([listen(here), listen(there)])
    await ring('last')
    for (const socket of [here, there]) while (!JSON.stringify(await socket.next()).includes('last'));
    const messages: string[] = []
    for (const { socket } of sockets) socket.on('message', (data) => messages.push(String(data)))
    const bystander = await openSignedIn(second.url, at.owner.token ?? '')

    await end(at)
    const endedAt = performance.now()
    await ring('after')
    expect(await Promise.all([here.closed, there.closed, silent.closed])).toEqual(Array(3).fill(expected))
    expect(performance.now() - endedAt).toBeLessThan(1_000)
    expect(messages.join('\n')).not.toContain('after')
    expect(messages.join('\n')).not.toContain('complete')
    expect(await bystander.run('1', '{ __typename }')).toHaveLength(2)
    bystander.socket.close()
  })

  it('ends streams of server-sent events', async () => {
    const at = await open()
    const stream = await openEventStream(second.url, bell, { authorization: `Bearer ${at.doomed.token}` })
    const heard = stream.until(/"before"/)
    await until(async () => {
      await ring('before')
      await Promise.race([heard, Promise.reject(new Error('nothing was heard yet'))])
    })
    await end(at)
    const endedAt = performance.now()
    // An end where there is nothing more to hear; a broken connection, which clients make again, where there is.
    if (expected === ended) await stream.until(/event: complete/)
    else await expect(stream.until(/event: complete/)).rejects.toThrow('terminated')
    expect(performance.now() - endedAt).toBeLessThan(1_000)
  })
})

it('after the loss of Sensitive Data Access the session lives, and a new socket rings', async () => {
  const [owner, client] = [await first.signIn(ownerEmail), await first.signIn(email)]
  const socket = await openSignedIn(second.url, client.token ?? '')
  await setAccess(owner, { teamMemberId: demoId(email), granted: false })
  expect(await socket.closed).toEqual(reduced)
  expect((await createClient(second.url, client.token).request(WhoAmIDocument)).viewer).not.toBe(null)
  const again = await openSignedIn(second.url, client.token ?? '')
  await listen(again)
  // To be given it back takes nothing away.
  await setAccess(owner, { teamMemberId: demoId(email), granted: true })
  await listen(await openSignedIn(second.url, client.token ?? ''))
  expect(again.socket.readyState).toBe(again.socket.OPEN)
  await setAccess(owner, { teamMemberId: demoId(email), granted: false })
  expect(await again.closed).toEqual(reduced)
})
