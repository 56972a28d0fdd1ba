// Clients that read nothing, beside 500 that do, at a real server process: its memory stays small, no one else waits,
// and the slow clients miss nothing once they read again.
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { demoAccounts } from '../../prisma/seed.ts'
import { addCrowd, type Guest, ringCrowd } from '../support/crowd.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { testEncryptionKey } from '../support/keys.ts'
import { cleanUp, createDataDir, type Program, startProgram, waitUntil } from '../support/process.ts'
import { openSignedIn, type RawSocket } from '../support/socket.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 })

const healthyCount = 500
const rounds = 5
const megabyte = 1024 * 1024

let database: TestDatabase
let server: Program
beforeAll(async () => {
  database = await createTestDatabase({ demoData: true })
  const env = {
    DATABASE_URL: database.databaseUrl,
    SECRET_KEY: Buffer.alloc(32, 1).toString('base64'),
    ENCRYPTION_KEY: testEncryptionKey.toString('base64'),
    ROLE: 'server',
    DATA_DIR: await createDataDir(),
  }
  server = await startProgram({ env })
})
afterAll(async () => {
  await cleanUp()
  await database.drop()
})

const bell = `subscription { notificationReceived(after: "${Buffer.from('bell:0').toString('base64url')}") {
  cursor notification { title body } } }`

/** A client that records what it heard of its bell, and when. */
async function openListener({ token }: Guest) {
  const socket = await openSignedIn(server.url(), token)
  const heard: { title: string; at: number }[] = []
  socket.socket.on('message', (data) => {
    const { type, payload } = JSON.parse(String(data))
    if (type !== 'next') throw new Error(`Heard ${data}`)
    heard.push({ title: payload.data.notificationReceived.notification.title, at: performance.now() })
  })
  socket.send({ id: 'bell', type: 'subscribe', payload: { query: bell } })
  return { socket, heard }
}
type Listener = Awaited<ReturnType<typeof openListener>>

/** Rings for everyone, round by round. Returns in milliseconds how long each client waited each time, shortest first. */
async function ringRounds(listeners: Listener[], guests: Guest[], name: string): Promise<number[]> {
  const waits: number[] = []
  for (let round = 0; round < rounds; round++) {
    const before = listeners[0]?.heard.length ?? 0
    const start = performance.now()
    await ringCrowd(
      database.pool,
      guests.map(({ memberId }) => memberId),
      { title: `${name} ${round}` },
    )
    await waitUntil(() => listeners.every(({ heard }) => heard.length > before))
    waits.push(...listeners.map(({ heard }) => (heard.at(-1)?.at ?? 0) - start))
  }
  return waits.sort((a, b) => a - b)
}

const p99 = (sorted: number[]) => sorted[Math.floor(sorted.length * 0.99)] ?? 0

/** The memory of the server on Linux; elsewhere 0, so that the bound is not checked. */
function residentBytes(): number {
  if (process.platform !== 'linux') return 0
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) * 1024
}

/** Subscribes ten times over one socket, and then reads nothing. */
async function openPausedSocket({ token }: Guest): Promise<RawSocket> {
  const paused = await openSignedIn(server.url(), token)
  for (let n = 0; n < 10; n++) paused.send({ id: `${n}`, type: 'subscribe', payload: { query: bell } })
  paused.socket.pause()
  return paused
}

/** Asks for large answers, again and again, and reads none. */
async function openPausedAsker({ token }: Guest): Promise<RawSocket> {
  const paused = await openSignedIn(server.url(), token)
  const query = '{ notifications(first: 10) { nodes { title body } } }'
  let asked = 0
  const asking = setInterval(() => {
    paused.send({ id: `${++asked}`, type: 'subscribe', payload: { query } })
  }, 40)
  void paused.closed.then(() => clearInterval(asking))
  paused.socket.pause()
  return paused
}

/** Subscribes by POST, and reads nothing. */
function openPausedStream({ token }: Guest): Socket {
  const body = JSON.stringify({ query: bell })
  const { port, hostname } = new URL(server.url())
  const paused = connect(Number(port), hostname)
  paused.on('error', () => {})
  paused.write(
    `POST /graphql HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nAccept: text/event-stream\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
  paused.pause()
  return paused
}

it('slow clients cost nobody else anything, and the server little', async () => {
  const guests = await addCrowd(database.pool, demoAccounts[0].id, healthyCount + 1)
  const [slow, ...healthy] = guests as [Guest, ...Guest[]]
  const listeners = await Promise.all(healthy.map(openListener))
  // Warms up before the two measurements that are compared.
  await ringRounds(listeners, healthy, 'warm')
  const alone = await ringRounds(listeners, healthy, 'alone')

  const before = residentBytes()
  let most = before
  const watching = setInterval(() => {
    most = Math.max(most, residentBytes())
  }, 50)
  const paused = await openPausedSocket(slow)
  const asker = await openPausedAsker(slow)
  const stream = openPausedStream(slow)
  // If the server kept them: 40 MB for each of the eleven streams.
  await ringCrowd(database.pool, [slow.memberId], { count: 4_000, bodyBytes: 10_000 })
  const beside = await ringRounds(listeners, healthy, 'beside')
  // An answer, unlike a stream, cannot wait for its client, so the client is dropped.
  await waitUntil(() => server.stdout().includes('its client does not read'))
  clearInterval(watching)

  for (const { heard } of listeners) {
    const titles = ['warm', 'alone', 'beside'].flatMap((name) =>
      Array.from({ length: rounds }, (_, round) => `${name} ${round}`),
    )
    expect(heard.map(({ title }) => title)).toEqual(titles)
  }
  expect((most - before) / megabyte).toBeLessThan(50)
  // A wide bound, since the machine may be busy: it fails when someone waits for the slow clients.
  expect(p99(beside)).toBeLessThan(3 * p99(alone) + 500)

  asker.socket.resume()
  expect((await asker.closed).code).toBe(1006)
  // Each of its streams goes on where it stopped.
  paused.socket.resume()
  const sequences = new Map<string, number>()
  for (let n = 0; n < 1_000; n++) {
    const { id, payload } = await paused.next()
    const cursor = Buffer.from(payload.data.notificationReceived.cursor, 'base64url').toString()
    expect(cursor).toBe(`bell:${(sequences.get(id) ?? 0) + 1}`)
    sequences.set(id, (sequences.get(id) ?? 0) + 1)
  }
  stream.destroy()
  for (const { socket } of [paused, ...listeners.map((listener) => listener.socket)]) socket.terminate()
})
