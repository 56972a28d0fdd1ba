// The bell under everything at once: two servers, a worker, 200 clients that come and go, notifications made and read
// all the time, and a server that is killed with its sockets. In the end each client has what the table has.
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { encodeCursor } from '../../src/notifications/stream-notifications.ts'
import type { DatabaseServices } from '../../src/platform/services.ts'
import { beginTestSession } from '../support/begin-session.ts'
import { ring, servicesBeside } from '../support/bell.ts'
import { createClient } from '../support/client.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { databaseId, globalId } from '../support/exports.ts'
import { FollowBellDocument, type FollowBellSubscription, MarkReadDocument } from '../support/gql/graphql.ts'
import { testEncryptionKey } from '../support/keys.ts'
import { cleanUp, createDataDir, type Program, startProgram } from '../support/process.ts'
import { requestExport } from './api.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 180_000 })

const clientCount = 200
const busyMs = 30_000

let database: TestDatabase
let beside: DatabaseServices
let servers: Program[]
let members: { id: string; token: string }[]
beforeAll(async () => {
  database = await createTestDatabase({ demoData: true })
  beside = servicesBeside(database)
  const env = {
    DATABASE_URL: database.databaseUrl,
    DATA_DIR: await createDataDir(),
    ENCRYPTION_KEY: testEncryptionKey.toString('base64'),
  }
  servers = [
    await startProgram({ env: { ...env, ROLE: 'server' } }),
    await startProgram({ env: { ...env, ROLE: 'server' } }),
  ]
  await startProgram({ env: { ...env, ROLE: 'worker' } })
  const active = await database.db.teamMember.findMany({
    where: { status: 'ACTIVE' },
    // So that some of them may request exports.
    orderBy: { sensitiveDataAccess: 'desc' },
    take: 8,
  })
  members = []
  for (const { id } of active) {
    members.push({ id, token: (await beginTestSession(database.db, id)).sessionToken })
  }
})
afterAll(async () => {
  await cleanUp()
  await database?.drop()
})

type Step = FollowBellSubscription['notificationReceived']
/** An open stream. `next` rejects once it has ended. */
type Feed = { next(): Promise<Step>; leave(): void }

async function overWebSocket(url: string, token: string, after: string): Promise<Feed> {
  const stream = await createClient(url, token).subscribe(FollowBellDocument, { after })
  return {
    next: async () => (await stream.next()).notificationReceived,
    // Half of them unsubscribe; the others cut the connection.
    leave: () => (Math.random() < 0.5 ? void stream.stop().catch(() => {}) : stream.socket.terminate()),
  }
}

async function overServerSentEvents(url: string, token: string, after: string): Promise<Feed> {
  const controller = new AbortController()
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      authorization: `Bearer ${token}`,
    },
    body: JSON.stringify({ query: FollowBellDocument.toString(), variables: { after } }),
    signal: controller.signal,
  })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return {
    leave: () => controller.abort(),
    async next() {
      for (;;) {
        const [found, data] = /^event: next\ndata: (.*)\n\n/m.exec(text) ?? []
        if (found !== undefined && data !== undefined) {
          text = text.slice(text.indexOf(found) + found.length)
          const { data: answer } = JSON.parse(data) as { data: FollowBellSubscription }
          return answer.notificationReceived
        }
        const { value, done } = (await reader?.read()) ?? { done: true, value: undefined }
        if (done) throw new Error('The stream has ended')
        text += value
      }
    },
  }
}

type Follower = {
  member: { id: string; token: string }
  cursors: string[]
  /** The titles of notifications that nobody marks as read, in the order in which they came. */
  kept: string[]
  /** Whether each notification was read, as the client knows it. */
  known: Map<string, boolean>
  connections: number
}

const isKept = (title: string) => !title.startsWith('read ')

/** Follows a member's bell, connecting again and again, until the last notification has come. */
async function follow(index: number, isOver: () => boolean): Promise<Follower> {
  const member = members[index % members.length] as Follower['member']
  const open = index % 5 === 0 ? overServerSentEvents : overWebSocket
  const follower: Follower = { member, cursors: [], kept: [], known: new Map(), connections: 0 }
  for (let server = index; ; server++) {
    const url = servers[server % servers.length]?.url() ?? ''
    const after = follower.cursors.at(-1) ?? encodeCursor(0n)
    const feed = await open(url, member.token, after).catch(() => null)
    // The server was killed, or is busy. Clients try again at different times.
    if (!feed) await delay(100 + Math.random() * 400)
    if (!feed) continue
    follower.connections++
    const timer = isOver() ? undefined : setTimeout(feed.leave, 1_000 + Math.random() * 5_000)
    const isDone = await listen(feed, follower).finally(() => clearTimeout(timer))
    if (isDone) return follower
  }
}

/** Reads until the stream ends (false) or the last notification has come (true). */
async function listen(feed: Feed, { cursors, kept, known }: Follower): Promise<boolean> {
  for (;;) {
    const step = await feed.next().catch(() => null)
    if (!step) return false
    const { id, title, readAt } = step.notification
    cursors.push(step.cursor)
    if (isKept(title)) kept.push(title)
    known.set(databaseId(id), readAt !== null)
    if (title !== 'last') continue
    feed.leave()
    return true
  }
}

/** Makes notifications. A third of them will be marked as read. */
async function make(isOver: () => boolean): Promise<void> {
  for (let n = 0; !isOver(); n++) {
    const member = members[n % members.length]
    if (member) await ring(beside, member.id, n % 3 === 0 ? `read ${n}` : `keep ${n}`)
    await delay(100)
  }
}

/** Marks some of them as read, at the server that is not killed. */
async function read(isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const unread = await database.db.notification.findMany({
      where: { title: { startsWith: 'read ' }, readAt: null },
      orderBy: { createdAt: 'desc' },
      take: 3,
    })
    const marking = unread.map(({ id, teamMemberId }) => {
      const { token } = members.find((member) => member.id === teamMemberId) ?? {}
      const client = createClient(servers.at(-1)?.url() ?? '', token)
      return client.request(MarkReadDocument, { notificationIds: [globalId('Notification', id)] })
    })
    await Promise.all(marking)
    await delay(200)
  }
}

/** Requests exports, which the worker makes and announces. */
async function ask(isOver: () => boolean): Promise<void> {
  for (let n = 0; !isOver() && n < 10; n++) {
    const client = createClient(servers.at(-1)?.url() ?? '', members[0]?.token)
    await requestExport(client, 'TAX_INFORMATION')
    await delay(2_500)
  }
}

it(`${clientCount} clients lose nothing and get nothing twice`, async () => {
  let isOver = false
  const over = () => isOver
  const following = Array.from({ length: clientCount }, (_, index) => follow(index, over))
  const working = [make(over), read(over), ask(over)]
  await delay(busyMs / 2)
  const [killed] = servers.splice(0, 1)
  killed?.signal('SIGKILL')
  expect((await killed?.ending())?.signal).toBe('SIGKILL')
  await delay(busyMs / 2)
  const { db } = database
  await vi.waitFor(
    async () => {
      expect(await db.notification.count({ where: { kind: 'EXPORT_COMPLETED' } })).toBeGreaterThan(2)
      expect(await db.notification.count({ where: { readAt: { not: null } } })).toBeGreaterThan(20)
      expect(await db.notification.count()).toBeGreaterThan(100)
    },
    { timeout: 90_000, interval: 500 },
  )
  isOver = true
  await Promise.all(working)
  await vi.waitFor(
    async () => expect(await db.export.count({ where: { status: { not: 'COMPLETED' } } })).toBe(0),
    { timeout: 60_000, interval: 100 },
  )
  for (const { id } of members) await ring(beside, id, 'last')

  const followers = await Promise.all(following)
  const lost: string[] = []
  for (const { member, cursors, kept, known } of followers) {
    const table = await db.notification.findMany({
      where: { teamMemberId: member.id },
      orderBy: { sequence: 'asc' },
    })
    const titles = table.map(({ title }) => title).filter(isKept)
    // A failure then shows a few lines instead of two hundred lists.
    if (kept.join('\n') !== titles.join('\n'))
      lost.push(`${kept.length} of ${titles.length} came, or in disorder`)
    if (new Set(cursors).size !== cursors.length) lost.push('a step came twice')
    const stale = table.filter(({ id, readAt }) => known.get(id) !== (readAt !== null))
    if (stale.length > 0) lost.push(`stale or missing: ${stale.map(({ title }) => title)}`)
    if (known.size !== table.length) lost.push(`${known.size} are known, ${table.length} are there`)
  }
  expect(lost).toEqual([])

  expect(Math.min(...followers.map(({ connections }) => connections))).toBeGreaterThan(1)
})
