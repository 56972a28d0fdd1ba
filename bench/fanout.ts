// Measures one event to thousands of sockets, and one to a single socket among them: Vestibule and plain ws in one run.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Pool } from 'pg'
import { createDb } from '../src/platform/database/db.ts'
import { inTransaction } from '../src/platform/database/transaction.ts'
import { addCrowd, type Guest, ringCrowd } from '../test/support/crowd.ts'
import { cleanUp, createDataDir, startProgram } from '../test/support/process.ts'
import type { Crowd, FromClients, ToClients } from './fanout-clients.ts'
import { type Figures, reportFanout } from './fanout-report.ts'
import { addAccount, withScratchDatabase } from './scratch-database.ts'

const say = (text: string) => process.stdout.write(`${text}\n`)
const start = (file: string) => fork(fileURLToPath(new URL(file, import.meta.url)), { stdio: 'inherit' })

/** How many events to a single socket a round has. */
const targets = 200

/** A server with its connected clients. Both functions that send return the time when the sending began. */
type Side = {
  kilobytesPerSocket: number
  clients: ChildProcess
  toAll(): Promise<number>
  toOne(n: number): Promise<number>
  stop(): void
}

export async function benchFanout({ sockets, rounds }: { sockets: number; rounds: number }): Promise<void> {
  const started: Side[] = []
  try {
    await withScratchDatabase(async ({ databaseUrl }) => {
      const { pool, close } = createDb(databaseUrl)
      const { accountId } = await inTransaction(pool, (client) => addAccount(client, 'Crowd'))
      const guests = await addCrowd(pool, accountId, sockets)
      await pool.query('VACUUM ANALYZE')
      say(`Opening ${sockets.toLocaleString('en-US')} sockets at each server …`)
      started.push(await startVestibule(databaseUrl, pool, guests))
      started.push(await startRaw(sockets))
      await measure(started as [Side, Side], sockets, rounds)
      for (const side of started) side.stop()
      await cleanUp()
      await close()
    })
  } finally {
    for (const side of started) side.stop()
    await cleanUp()
  }
}

/** Vestibule on a real database. Each client has a member, a session, a socket and a subscription. */
async function startVestibule(databaseUrl: string, pool: Pool, guests: Guest[]): Promise<Side> {
  const key = Buffer.alloc(32, 1).toString('base64')
  const server = await startProgram({
    env: {
      DATABASE_URL: databaseUrl,
      SECRET_KEY: key,
      ENCRYPTION_KEY: key,
      ROLE: 'server',
      LOG_LEVEL: 'warn',
      DATA_DIR: await createDataDir(),
    },
    args: [
      '--expose-gc',
      ...['--import', './bench/collect-garbage.ts', '--import', './src/require-node.js'],
      'src/main.ts',
    ],
  })
  const url = `${server.url().replace('http', 'ws')}/graphql`
  const tokens = guests.map(({ token }) => token)
  const { clients, kilobytesPerSocket } = await connect({ url, tokens, count: guests.length }, server.pid)
  const ring = (to: Guest[]) => ringFor(pool, to)
  return {
    clients,
    kilobytesPerSocket,
    toAll: () => ring(guests),
    toOne: (n) => ring(guests.slice(n, n + 1)),
    stop: () => clients.kill(),
  }
}

/** Writes the rows first: the measurement begins with the commit that announces them. */
async function ringFor(pool: Pool, guests: Guest[]): Promise<number> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    await ringCrowd(
      client,
      guests.map(({ memberId }) => memberId),
    )
    const startedAt = now()
    await client.query('COMMIT')
    return startedAt
  } finally {
    client.release()
  }
}

async function startRaw(count: number): Promise<Side> {
  const server = start('fanout-raw.ts')
  const [port] = await once(server, 'message')
  const { clients, kilobytesPerSocket } = await connect(
    { url: `ws://127.0.0.1:${port}`, tokens: null, count },
    server.pid ?? 0,
  )
  const data = {
    notificationReceived: { unreadCount: 1, cursor: 'YmVsbDox', notification: { title: 'Ring' } },
  }
  const text = JSON.stringify({ id: '1', type: 'next', payload: { data } })
  const send = async (to?: number) => {
    const startedAt = now()
    server.send({ text, to })
    return startedAt
  }
  const stop = () => {
    clients.kill()
    server.kill()
  }
  return { clients, kilobytesPerSocket, toAll: () => send(), toOne: send, stop }
}

async function connect(crowd: Crowd, pid: number) {
  const clients = start('fanout-clients.ts')
  const before = await residentKilobytes(pid)
  const opened = once(clients, 'message')
  clients.send({ open: crowd } satisfies ToClients)
  await Promise.race([
    opened,
    once(clients, 'exit').then(() => Promise.reject(new Error('The clients ended'))),
  ])
  // Waits until the last subscription listens.
  await delay(3_000)
  return { clients, kilobytesPerSocket: ((await residentKilobytes(pid)) - before) / crowd.count }
}

/** The memory of the process, after collecting garbage where it supports the signal. */
async function residentKilobytes(pid: number): Promise<number> {
  if (process.platform !== 'linux') return Number.NaN
  if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--expose-gc')) process.kill(pid, 'SIGUSR2')
  await delay(1_000)
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes)
}

/** Milliseconds of a clock that all processes of this machine share. */
const now = () => Number(process.hrtime.bigint()) / 1e6

/** The time until this many clients got the message. */
async function time({ clients }: Side, expected: number, send: () => Promise<number>): Promise<number> {
  const heard = once(clients, 'message')
  clients.send({ expect: expected } satisfies ToClients)
  const startedAt = await send()
  const [message] = (await heard) as [FromClients]
  return 'lastAt' in message ? message.lastAt - startedAt : Number.NaN
}

async function measure(sides: [Side, Side], sockets: number, rounds: number): Promise<void> {
  const figures = sides.map((): Figures => ({ toAll: [], p50: [], p99: [] })) as [Figures, Figures]
  for (let round = 0; round <= rounds; round++) {
    say(round === 0 ? 'Warming up …' : `Round ${round} of ${rounds} …`)
    for (const [index, side] of sides.entries()) {
      const all = await time(side, sockets, side.toAll)
      const single: number[] = []
      for (let n = 0; n < targets; n++) {
        const to = Math.floor((n * sockets) / targets)
        single.push(await time(side, 1, () => side.toOne(to)))
      }
      single.sort((a, b) => a - b)
      if (round === 0) continue
      figures[index]?.toAll.push(all)
      figures[index]?.p50.push(single[Math.floor(targets / 2)] ?? 0)
      figures[index]?.p99.push(single[Math.floor(targets * 0.99)] ?? 0)
    }
  }
  reportFanout(sides, figures, sockets)
}
