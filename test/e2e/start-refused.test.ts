// Starts that cannot succeed: each ends at once, with a message that says what to do.
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, expect, inject, it, vi } from 'vitest'
import { lockDataDir } from '../../src/dev/data-dir.ts'
import { cleanUp, createDataDir, type ProgramOptions, runProgram } from '../support/process.ts'

// On a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 })
afterEach(cleanUp)

/** Starts the program, expects it to refuse, and returns what it says. */
async function refuse(options: ProgramOptions): Promise<string> {
  const { code, stdout, stderr } = await runProgram(options).ending()
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  return stderr
}

it('a port that is taken: says so before anything else is started', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const address = other.address()
  const port = address && typeof address === 'object' ? address.port : 0
  const dataDir = await createDataDir()
  try {
    expect(await refuse({ env: { DATA_DIR: dataDir, PORT: String(port) } })).toBe(
      `Port ${port} on 127.0.0.1 is in use. Stop the program that uses it, or choose another port: PORT=${port + 1}\n`,
    )
  } finally {
    other.close()
  }
  expect(existsSync(dataDir)).toBe(false)
})

it.each([
  [
    'nobody listens',
    () => 'postgresql://vestibule:violet-secret@127.0.0.1:1/portal',
    '127.0.0.1:1/portal',
    'connect ECONNREFUSED 127.0.0.1:1',
  ],
  [
    'the password is wrong',
    () => changed(inject('postgresUrl'), { password: 'violet-secret' }),
    'POSTGRES/postgres',
    'password authentication failed for user "postgres"',
  ],
  [
    'there is no such database',
    () => changed(inject('postgresUrl'), { pathname: '/no_such_portal' }),
    'POSTGRES/no_such_portal',
    'database "no_such_portal" does not exist',
  ],
])('a database where %s: says why, without the password', async (_, databaseUrl, shown, reason) => {
  const stderr = await refuse({ env: { DATA_DIR: await createDataDir(), DATABASE_URL: databaseUrl() } })
  const place = shown.replace('POSTGRES', new URL(inject('postgresUrl')).host)
  expect(stderr).toBe(
    `The database ${place} cannot be used: ${reason}. Check DATABASE_URL, and that PostgreSQL is running and accepts this user.\n`,
  )
})

const changed = (url: string, parts: { password?: string; pathname?: string }) =>
  Object.assign(new URL(url), parts).href

it('a worker beside a server that is not ready yet: says when to try again', async () => {
  const dataDir = await createDataDir()
  const unlock = lockDataDir(dataDir)
  try {
    expect(await refuse({ env: { DATA_DIR: dataDir, ROLE: 'worker' } })).toBe(
      'The server on this data directory is starting or stopping. Try again in a moment.\n',
    )
  } finally {
    unlock()
  }
})

it('an embedded PostgreSQL that does not start: says where its log is', async () => {
  const dataDir = await createDataDir()
  await mkdir(join(dataDir, 'postgres'), { recursive: true, mode: 0o711 })
  await writeFile(join(dataDir, 'postgres', 'password'), 'of a cluster that is gone')
  expect(await refuse({ env: { DATA_DIR: dataDir } })).toBe(
    `The embedded PostgreSQL did not start; its log is ${dataDir}/postgres/server.log\n`,
  )
})

it('production with nothing set: names everything that is missing, and why', async () => {
  expect(await refuse({ env: { NODE_ENV: 'production' } })).toBe(`The configuration is not valid:
  - PUBLIC_URL is missing: the address of the portal, such as https://portal.example.com
  - DATABASE_URL is missing: a PostgreSQL 14 or later, such as postgresql://user:password@db.internal/vestibule
  - SMTP_URL is missing: the server that sends the codes, such as smtps://user:password@mail.internal
  - MAIL_FROM is missing: the sender of emails, such as "Portal <portal@example.com>"
  - STORAGE_URL is missing: where export files go, such as file:///var/lib/vestibule/exports
  - SECRET_KEY is missing: hashes codes; make one with: openssl rand -base64 32
  - ENCRYPTION_KEY is missing: encrypts Tax IDs, bank accounts and files; make one with: openssl rand -base64 32
`)
})

it('wrong settings: names each of them at once, and shows no value', async () => {
  const env = {
    PORT: 'violet-secret',
    PUBLIC_URL: 'portal.example.com',
    DATABASE_URL: 'mysql://user:violet-secret@db.internal/portal',
    SMTP_URL: 'https://mail.internal',
    MAIL_FROM: 'x',
    REDIS_URL: 'violet-secret',
    STORAGE_URL: '/var/lib/exports',
    SECRET_KEY: 'violet-secret',
    ENCRYPTION_KEY: Buffer.alloc(31).toString('base64'),
    ALLOWED_ORIGINS: 'https://portal.example.com, *',
    ROLE: 'boss',
    LOG_LEVEL: 'loud',
  }
  expect(await refuse({ env })).toBe(`The configuration is not valid:
  - PORT must be a number from 0 to 65535
  - PUBLIC_URL must be a URL that begins with https:// or http://
  - DATABASE_URL must be a URL that begins with postgresql:// or postgres://
  - SMTP_URL must be a URL that begins with smtp:// or smtps://
  - MAIL_FROM must be an address, such as Portal <portal@example.com>
  - REDIS_URL must be a URL that begins with redis:// or rediss://
  - STORAGE_URL must be a URL that begins with file:// or s3://
  - SECRET_KEY must be 32 bytes in base64; make one with: openssl rand -base64 32
  - ENCRYPTION_KEY must be 32 bytes in base64; make one with: openssl rand -base64 32
  - ALLOWED_ORIGINS must be origins separated by commas, such as https://portal.example.com
  - ROLE must be all, server or worker
  - LOG_LEVEL must be trace, debug, info, warn, error or silent
`)
})

const tooOld = (version: string) =>
  `Vestibule needs Node.js 24 or later, but this is ${version}. ` +
  'Run `npm ci`, which installs Node 24, and then `npm start`.\n'

it('a Node that is too old: says which one is needed', async () => {
  const pretend = "Object.defineProperty(process.versions, 'node', { value: '20.0.0' })"
  const args = ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`]
  expect(await refuse({ args: [...args, '--import', './src/require-node.js', 'src/main.ts'] })).toBe(
    tooOld('20.0.0'),
  )
})

it('a Node of this machine that is really too old: can still read that message', async (context) => {
  const node = ['/usr/local/bin/node', '/usr/bin/node'].find((path) => existsSync(path))
  if (!node) return context.skip('there is no other Node on this machine')
  const { stdout: version } = await promisify(execFile)(node, ['--version'])
  if (Number.parseInt(version.slice(1), 10) >= 24) return context.skip(`${node} is ${version.trim()}`)
  expect(await refuse({ node })).toBe(tooOld(version.trim().slice(1)))
})
