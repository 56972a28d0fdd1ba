// Starting, being started twice, being killed, and stopping: what a person at a terminal can do to the program.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chown, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Client } from 'pg'
import { afterAll, afterEach, describe, expect, inject, it, vi } from 'vitest'
import { type ApiClient, createClient } from '../support/client.ts'
import { E2eExportsDocument } from '../support/gql/graphql.ts'
import {
  cleanUp,
  createDataDir,
  findPostgres,
  isRunning,
  type Program,
  postgresPid,
  projectDir,
  runProgram,
  startProgram,
  waitUntil,
} from '../support/process.ts'
import { signIn } from '../support/sign-in-steps.ts'
import { requestExport, statusOf } from './api.ts'

// Several starts a test, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 })

const isRoot = process.getuid?.() === 0
const nobody = { uid: 65534, gid: 65534 }

type Kept = { token: string; exports: unknown }

/** Signs in and makes an export: what a next start must still have. */
async function leaveSomething(program: Program): Promise<Kept> {
  const client = await signIn(program.url(), 'owner@summitridge.example')
  const { id } = await requestExport(client, 'TAX_INFORMATION')
  await waitUntil(async () => (await statusOf(client, id)) === 'COMPLETED')
  const exports = await client.request(E2eExportsDocument)
  expect(exports.exports.nodes).toMatchObject([{ id, status: 'COMPLETED', rowCount: 1200 }])
  return { token: client.token ?? '', exports }
}

async function expectKept(program: Program, { token, exports }: Kept): Promise<void> {
  const client = createClient(program.url(), token)
  expect(await client.request(E2eExportsDocument)).toEqual(exports)
  expect(await downloadedRows(client)).toBe(1201)
}

async function downloadedRows(client: ApiClient): Promise<number> {
  const { exports } = await client.request(E2eExportsDocument)
  const response = await client.get(exports.nodes[0]?.downloadPath ?? '')
  return (await response.text()).split('\r\n').length - 1
}

describe('one data directory', () => {
  let dataDir: string
  let program: Program
  let kept: Kept
  const postgresDir = () => join(dataDir, 'postgres')
  afterAll(cleanUp)

  it('refuses a second start, and the first one goes on', async () => {
    dataDir = await createDataDir()
    program = await startProgram({ env: { DATA_DIR: dataDir } })
    const second = runProgram({ env: { DATA_DIR: dataDir } })
    expect(await second.ending()).toEqual({
      code: 1,
      signal: null,
      stdout: '',
      stderr: `Another process already uses the data in ${dataDir}. Stop it first, or give this one its own: DATA_DIR=.data-2\n`,
    })
    kept = await leaveSomething(program)
    await expectKept(program, kept)
  })

  it('starts again after kill -9, with everything kept and one PostgreSQL', async () => {
    const before = postgresPid(postgresDir())
    program.signal('SIGKILL')
    expect((await program.ending()).signal).toBe('SIGKILL')
    expect(postgresPid(postgresDir())).toBe(before)

    program = await startProgram({ env: { DATA_DIR: dataDir } })
    expect(isRunning(before)).toBe(false)
    expect(isRunning(postgresPid(postgresDir()))).toBe(true)
    await expectKept(program, kept)
  })

  it('starts again after a power cut, and leaves the process alone that has got the number of PostgreSQL', async () => {
    const postgres = postgresPid(postgresDir())
    for (const pid of [program.pid, postgres]) process.kill(pid, 'SIGKILL')
    await program.ending()
    await waitUntil(() => !isRunning(postgres))
    // As PostgreSQL's user: it would ignore the process of another user. A program of the system, since that user may
    // not be able to read this project's files.
    const innocent = spawn('cat', isRoot ? { ...nobody, cwd: '/' } : {})
    await once(innocent, 'spawn')
    const pidFile = join(postgresDir(), 'cluster', 'postmaster.pid')
    const stale = await readFile(pidFile, 'utf8')
    await writeFile(pidFile, stale.replace(/^\d+/, String(innocent.pid)))

    program = await startProgram({ env: { DATA_DIR: dataDir }, ownGroup: true })
    expect(innocent.kill('SIGKILL')).toBe(true)
    await expectKept(program, kept)
  })

  it('takes the two signals that npm makes of one Ctrl-C for one, and shuts PostgreSQL down', async () => {
    const postgres = postgresPid(postgresDir())
    // A terminal signals the whole group; then npm passes on its own signal.
    program.signal('SIGINT', 'group')
    await program.waitFor(/"msg":"stopping"/)
    program.signal('SIGINT')
    const { code, stderr } = await program.ending()
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(isRunning(postgres)).toBe(false)
    expect(await readFile(join(postgresDir(), 'server.log'), 'utf8')).toMatch(
      /database system is shut down\n$/,
    )
  })
})

describe('a start of its own', () => {
  afterEach(cleanUp)

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'is stopped in the middle by %s, PostgreSQL too',
    async (signal) => {
      const dataDir = await createDataDir()
      const program = runProgram({ env: { DATA_DIR: dataDir } })
      await waitUntil(() => findPostgres(join(dataDir, 'postgres')) !== null)
      const postgres = postgresPid(join(dataDir, 'postgres'))
      program.signal(signal)
      const { code, stdout, stderr } = await program.ending()
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(stdout).not.toContain('is ready')
      expect(isRunning(postgres)).toBe(false)
    },
  )

  it.runIf(isRoot)('as root in a directory closed to others: keeps its data in one that is not', async () => {
    const dataDir = await createDataDir(0o700)
    const first = await startProgram({ env: { DATA_DIR: dataDir } })
    const postgresDir = first.line('Data')
    expect(postgresDir).toMatch(/^\/var\/lib\/vestibule\/data-[\da-f]{12}$/)
    const kept = await leaveSomething(first)
    first.signal('SIGTERM')
    expect((await first.ending()).code).toBe(0)

    const second = await startProgram({ env: { DATA_DIR: dataDir } })
    expect(second.line('Data')).toBe(postgresDir)
    await expectKept(second, kept)
  })

  it('works as a user without any rights', async (context) => {
    if (!isRoot) context.skip('only root can start a program as somebody else')
    const probe = runProgram({ args: ['--version'], user: nobody })
    if ((await probe.ending()).code !== 0) context.skip(`the user "nobody" cannot reach ${projectDir}`)
    const dataDir = await createDataDir()
    await chown(dirname(dataDir), nobody.uid, nobody.gid)
    const program = await startProgram({ env: { DATA_DIR: dataDir }, user: nobody })
    expect(program.line('Data')).toBe(join(dataDir, 'postgres'))
    await expectKept(program, await leaveSomething(program))
    program.signal('SIGTERM')
    expect((await program.ending()).code).toBe(0)
  })
})

describe('on an empty database of its own', () => {
  const name = `start_${process.pid}`
  const databaseUrl = () => new URL(`/${name}`, inject('postgresUrl')).href
  afterAll(async () => {
    await cleanUp()
    await query(inject('postgresUrl'), `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  })

  it('two starts at the same moment both get ready, and each migration is applied once', async () => {
    await query(inject('postgresUrl'), `CREATE DATABASE ${name}`)
    const env = { DATABASE_URL: databaseUrl(), DATA_DIR: await createDataDir() }
    const both = await Promise.all([startProgram({ env }), startProgram({ env })])
    for (const program of both) {
      // Neither failed because of the other and recovered: there is no warning and no error.
      expect(program.stdout()).not.toMatch(/"level":[456]0/)
      const response = await fetch(`${program.url()}/health/ready`)
      expect([response.status, await response.json()]).toEqual([200, { status: 'ready' }])
    }
    const entries = await readdir(join(projectDir, 'prisma/migrations'), { withFileTypes: true })
    const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
    const sql = 'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY 1'
    expect(await query(databaseUrl(), sql)).toEqual(
      names.sort().map((migration_name) => ({ migration_name })),
    )
    expect(await query(databaseUrl(), 'SELECT count(*)::int AS all FROM _prisma_migrations')).toEqual([
      { all: names.length },
    ])
  })

  it('in production: one line of log says ready, and nothing of a development machine is there', async () => {
    const dataDir = await createDataDir()
    const program = runProgram({
      env: {
        NODE_ENV: 'production',
        PUBLIC_URL: 'https://portal.example.com',
        DATABASE_URL: databaseUrl(),
        SMTP_URL: 'smtp://127.0.0.1:1',
        MAIL_FROM: 'portal@example.com',
        STORAGE_URL: pathToFileURL(`${dataDir}-files`).href,
        SECRET_KEY: Buffer.alloc(32, 1).toString('base64'),
        ENCRYPTION_KEY: Buffer.alloc(32, 2).toString('base64'),
        DATA_DIR: dataDir,
      },
    })
    await program.waitFor(/"msg":"ready"}\n/)
    const { time, address, ...rest } = JSON.parse(program.stdout())
    expect(rest).toEqual({ level: 30, role: 'all', msg: 'ready' })
    const url = `http://127.0.0.1:${address.port}`
    expect((await fetch(`${url}/health/ready`)).status).toBe(200)
    expect((await fetch(url)).status).toBe(200)
    for (const path of ['/inbox', '/inbox/messages.json']) {
      expect((await fetch(url + path, { redirect: 'manual' })).status).toBe(404)
    }
    const page = await fetch(`${url}/graphql`, { headers: { accept: 'text/html' } })
    expect(await page.text()).not.toContain('GraphiQL')
    expect(existsSync(dataDir)).toBe(false)
    program.signal('SIGTERM')
    expect(await program.ending()).toMatchObject({ code: 0, stderr: '' })
  })
})

async function query(connectionString: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}
