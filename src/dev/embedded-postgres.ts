// A real PostgreSQL for development and tests. Its binaries come from npm packages. Its data stays in the data directory
// between starts. Production never loads it.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, open, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { EmbeddedDatabaseError } from './data-dir.ts'
import { type PostgresHome, preparePostgresHome } from './postgres-binaries.ts'

const run = promisify(execFile)

export type EmbeddedPostgres = {
  /** A connection string for an existing database of this server. */
  urlOf(database: string): string
  /** Where the data is. */
  dataDir: string
  /** Stops the server and waits for it. Open transactions are rolled back. */
  stop(): Promise<void>
}

/**
 * Starts PostgreSQL on a free port of 127.0.0.1. The first start creates its data. The caller holds the lock on `dataDir`,
 * so a server that already runs there was left behind by a killed process.
 * @param settings server settings for tests, such as `{ fsync: 'off' }`.
 */
export async function startEmbeddedPostgres(
  dataDir: string,
  settings: Record<string, string> = {},
): Promise<EmbeddedPostgres> {
  const home = await preparePostgresHome(dataDir)
  const password = await createClusterOnce(home)
  await stopLeftover(home)
  const { server, port } = await startOnFreePort(home, settings)
  const urlOf = (database: string) => `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`
  await waitUntilReady(server, urlOf('postgres'), home)
  return { urlOf, dataDir: home.dataDir, stop: () => stopServer(server) }
}

/** Creates a database unless it exists. */
export async function createDatabaseOnce(postgres: EmbeddedPostgres, name: string): Promise<void> {
  const client = new Client({ connectionString: postgres.urlOf('postgres') })
  await client.connect()
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`)
  } finally {
    await client.end()
  }
}

const clusterDir = (home: PostgresHome) => join(home.dataDir, 'cluster')
const passwordFile = (home: PostgresHome) => join(home.dataDir, 'password')
const portFile = (home: PostgresHome) => join(home.dataDir, 'port')
const logFile = (home: PostgresHome) => join(home.dataDir, 'server.log')
const asUser = (home: PostgresHome) => home.user ?? {}

/** PostgreSQL's messages are in English, whatever the machine's language. */
const serverEnv = { ...process.env, LC_ALL: 'C', LC_MESSAGES: 'C' }

async function createClusterOnce(home: PostgresHome): Promise<string> {
  // The password is written last, so if it exists, the cluster is complete.
  const existing = await readFile(passwordFile(home), 'utf8').catch(() => null)
  if (existing) return existing
  const password = randomBytes(24).toString('hex')
  const partial = `${passwordFile(home)}.new`
  await rm(clusterDir(home), { recursive: true, force: true })
  await writeFile(partial, password, { mode: 0o600 })
  if (home.user) await chown(partial, home.user.uid, home.user.gid)
  // PostgreSQL's built-in locale is the same on every system. It sorts like C, but knows the case of every letter, not
  // only of ASCII. Data of an older version keeps C.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const flags = ['--username=postgres', '--auth=scram-sha-256', '--no-sync', ...locale]
  await run(join(home.binDir, 'initdb'), [`--pgdata=${clusterDir(home)}`, `--pwfile=${partial}`, ...flags], {
    ...asUser(home),
    env: serverEnv,
    cwd: home.dataDir,
  })
  await writeFile(passwordFile(home), password, { mode: 0o600 })
  await rm(partial)
  return password
}

/** Stops a server that a killed process left behind. */
async function stopLeftover(home: PostgresHome): Promise<void> {
  const pidFile = join(clusterDir(home), 'postmaster.pid')
  const pid = Number.parseInt(await readFile(pidFile, 'utf8').catch(() => ''), 10)
  if (!pid) return
  // After a power cut, another process may have this id. pg_ctl would signal that process, and PostgreSQL would not start.
  const command = await commandOf(pid)
  if (command && !command.includes('postgres')) return rm(pidFile, { force: true })
  // It fails when no server is running.
  await run(join(home.binDir, 'pg_ctl'), ['stop', '-D', clusterDir(home), '-m', 'fast', '-w'], {
    ...asUser(home),
    env: serverEnv,
    cwd: home.dataDir,
  }).catch(() => {})
}

/** The command line of a process. Null when the process does not exist or cannot be read. */
async function commandOf(pid: number): Promise<string | null> {
  const command =
    process.platform === 'linux'
      ? readFile(`/proc/${pid}/cmdline`, 'utf8')
      : run('ps', ['-o', 'command=', '-p', String(pid)]).then(({ stdout }) => stdout)
  return command.then(
    (text) => text || null,
    () => null,
  )
}

async function startOnFreePort(home: PostgresHome, settings: Record<string, string>) {
  const port = await findFreePort(await readLastPort(home))
  await writeFile(portFile(home), String(port))
  const options = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    ...settings,
  }
  const log = await open(logFile(home), 'a', 0o600)
  const server = spawn(
    join(home.binDir, 'postgres'),
    [
      '-D',
      clusterDir(home),
      '-p',
      String(port),
      ...Object.entries(options).flatMap(([k, v]) => ['-c', `${k}=${v}`]),
    ],
    // In its own process group, so that Ctrl-C reaches only this process, which then stops the server in order.
    { ...asUser(home), env: serverEnv, cwd: home.dataDir, detached: true, stdio: ['ignore', log.fd, log.fd] },
  )
  await log.close()
  server.unref()
  // A crash or a second Ctrl-C leaves no time to wait for the server, but enough to signal it.
  process.once('exit', () => tellToStop(server))
  return { server, port }
}

/** A restarted server uses its last port again if it is free, so that a worker next to it finds it. */
async function readLastPort(home: PostgresHome): Promise<number> {
  const text = await readFile(portFile(home), 'utf8').catch(() => '')
  return Number.parseInt(text, 10) || 0
}

function findFreePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error) => (wanted === 0 ? reject(error) : resolve(findFreePort(0))))
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}

async function waitUntilReady(server: ChildProcess, url: string, home: PostgresHome): Promise<void> {
  const giveUpAt = Date.now() + 30_000
  for (;;) {
    const client = new Client({ connectionString: url })
    client.on('error', () => {})
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      if (server.exitCode !== null || Date.now() > giveUpAt) {
        throw new EmbeddedDatabaseError(
          `The embedded PostgreSQL did not start; its log is ${logFile(home)}`,
          { cause: error },
        )
      }
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

/** SIGINT is PostgreSQL's fast shutdown. */
const tellToStop = (server: ChildProcess) => server.kill('SIGINT')

function stopServer(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (server.exitCode !== null || server.signalCode !== null) return resolve()
    server.ref()
    server.once('exit', () => resolve())
    tellToStop(server)
  })
}
