// A real Redis of a test's own, where one is installed.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'

/** Why there is none, or null. */
export const redisMissing: string | null = spawnSync('redis-server', ['--version']).error
  ? 'redis-server is not installed'
  : null

export type TestRedis = {
  port: number
  signal(name: NodeJS.Signals): void
  /** Ends every connection that listens. */
  cutListeners(): Promise<void>
  countListeners(): Promise<number>
  stop(): Promise<void>
}

/** Starts one on a free port, which keeps nothing. */
export async function startRedis(): Promise<TestRedis> {
  const port = await findFreePort()
  const dir = await mkdtemp(join(tmpdir(), 'vestibule-redis-'))
  const settings = { port, bind: '127.0.0.1', save: '', appendonly: 'no', dir }
  const flags = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)])
  const server = spawn('redis-server', flags, { stdio: 'ignore' })
  const ended = once(server, 'exit')
  const admin = new Redis({ port, retryStrategy: () => 50 })
  admin.on('error', () => {})
  // Not `once`, which would reject at the first try that comes too early.
  await new Promise((resolve) => admin.once('ready', resolve))
  return {
    port,
    signal: (name) => void server.kill(name),
    cutListeners: async () => void (await admin.client('KILL', 'TYPE', 'pubsub')),
    countListeners: async () =>
      String(await admin.call('CLIENT', 'LIST', 'TYPE', 'pubsub'))
        .trim()
        .split('\n').length,
    async stop() {
      admin.disconnect()
      server.kill('SIGKILL')
      await ended
      await rm(dir, { recursive: true })
    },
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
