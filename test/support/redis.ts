// A real Redis of a test's own, where one is installed, and a way to it that can fall silent.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
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

export type Relay = {
  port: number
  /** What is connected now stays connected, and nothing passes any more; new connections are not concerned. */
  fallSilent(): void
  /** Ends every connection, and every new one, until it is opened again. */
  close(): void
  open(): void
  stop(): void
}

/** A way to a local port. */
export async function startRelay(to: number): Promise<Relay> {
  const sockets: Socket[] = []
  let isOpen = true
  const server = createServer((client) => {
    if (!isOpen) return void client.destroy()
    const upstream = connect(to, '127.0.0.1')
    for (const socket of [client, upstream]) sockets.push(socket.on('error', () => {}))
    client.pipe(upstream).pipe(client)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    fallSilent() {
      for (const socket of sockets) socket.unpipe().pause()
    },
    close() {
      isOpen = false
      for (const socket of sockets) socket.destroy()
    },
    open() {
      isOpen = true
    },
    stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
