// The real program as a child process: started as a person or an operator starts it, watched by what it prints,
// signalled, and always cleaned up together with the PostgreSQL that it left behind.
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export const projectDir = fileURLToPath(new URL('../../', import.meta.url))

export type Ending = { code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string }

export type Program = {
  pid: number
  stdout(): string
  /** Where its banner says that the API is, without a slash at the end. */
  url(): string
  /** What a line of its banner names, such as that of `Data`. */
  line(name: string): string
  /** Resolves once it has printed this; fails when it ends before, or after `timeoutMs`. */
  waitFor(pattern: RegExp, timeoutMs?: number): Promise<void>
  /** To the process alone, or, for a program that has its own group, to all of the group as a terminal does. */
  signal(signal: NodeJS.Signals, whom?: 'process' | 'group'): void
  /** How it ended; fails when it has not after `timeoutMs`. */
  ending(timeoutMs?: number): Promise<Ending>
}

export type ProgramOptions = {
  /** Everything it gets besides PATH: what the developer has set must change nothing. */
  env?: Record<string, string>
  /** Node's arguments. Left out: as `npm start` has them. */
  args?: string[]
  node?: string
  user?: { uid: number; gid: number }
  ownGroup?: boolean
}

/** What takes a second or two takes much longer on a machine that is busy with other tests. */
const patienceMs = 45_000

const programs: { child: ChildProcess; program: Program }[] = []
const directories: string[] = []

/** A directory for the data, in one that every user may pass through, as a checkout usually is. */
export async function createDataDir(mode = 0o711): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'vestibule-e2e-'))
  directories.push(parent)
  await chmod(parent, mode)
  return join(parent, 'data')
}

/** Starts the program and waits until it says that it is ready. */
export async function startProgram(options: ProgramOptions): Promise<Program> {
  const program = runProgram(options)
  await program.waitFor(/is ready \((all|server|worker)\)\.[\s\S]*^ {2}Files .*\n/m)
  return program
}

/** Starts the program and waits for nothing. */
export function runProgram({ env, args, node, user, ownGroup }: ProgramOptions): Program {
  const start = ['--import', './src/require-node.js', 'src/main.ts']
  const child = spawn(node ?? process.execPath, args ?? start, {
    cwd: projectDir,
    env: { PATH: process.env.PATH, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: ownGroup ?? false,
    ...user,
  })
  const program = watch(child)
  programs.push({ child, program })
  return program
}

function watch(child: ChildProcess): Program {
  const printed = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      printed[name] += text
    })
  }
  // `close` comes after the last of the output, `exit` may come before it.
  const ended = new Promise<Ending>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal, ...printed }))
    child.once('error', (error) => resolve({ code: null, signal: null, ...printed, stderr: String(error) }))
  })
  let hasEnded = false
  void ended.then(() => {
    hasEnded = true
  })
  // Where it did not start at all: not 0, which would be the whole group of this process.
  const pid = child.pid ?? Number.NaN
  const describe = () =>
    `${hasEnded ? 'It has ended, and' : 'It'} has printed:\n${printed.stdout}${printed.stderr}`
  const line = (name: string) => {
    const [, value] = new RegExp(`^ {2}${name} +(\\S+)`, 'm').exec(printed.stdout) ?? []
    if (!value) throw new Error(`There is no line ${name}. ${describe()}`)
    return value
  }
  return {
    pid,
    line,
    stdout: () => printed.stdout,
    url: () => line('GraphiQL').replace(/\/graphql$/, ''),
    async waitFor(pattern, timeoutMs = patienceMs) {
      const isPrinted = () => pattern.test(printed.stdout)
      await waitUntil(() => isPrinted() || hasEnded, timeoutMs).catch(() => {})
      if (!isPrinted()) throw new Error(`The program has not printed ${pattern}. ${describe()}`)
    },
    signal: (signal, whom = 'process') =>
      void (whom === 'group' ? process.kill(-pid, signal) : child.kill(signal)),
    async ending(timeoutMs = patienceMs) {
      const late = delay(timeoutMs, null, { ref: false })
      const ending = await Promise.race([ended, late])
      if (!ending) throw new Error(`The program has not ended within ${timeoutMs} ms. ${describe()}`)
      return ending
    },
  }
}

/** Waits for a condition that nothing announces. */
export async function waitUntil(
  holds: () => boolean | Promise<boolean>,
  timeoutMs = patienceMs,
): Promise<void> {
  const giveUpAt = performance.now() + timeoutMs
  while (!(await holds())) {
    if (performance.now() > giveUpAt) throw new Error(`Waited ${timeoutMs} ms for: ${holds}`)
    await delay(20)
  }
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** The process of the PostgreSQL in a directory (the `Data` of the banner), or null where none runs. */
export function findPostgres(postgresDir: string): number | null {
  const file = join(postgresDir, 'cluster', 'postmaster.pid')
  // A server that ends takes the file with it, between a look and a reading of it as well.
  const pid = Number.parseInt(readIfThere(file), 10)
  return isRunning(pid) ? pid : null
}

/** The same, where one must run. */
export function postgresPid(postgresDir: string): number {
  const pid = findPostgres(postgresDir)
  if (pid === null) throw new Error(`No PostgreSQL runs in ${postgresDir}`)
  return pid
}

/** Whether a process lives. One that ended and waits for its parent to notice does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  const status = `/proc/${pid}/stat`
  return !existsSync(status) || !/\) [ZX] /.test(readFileSync(status, 'utf8'))
}

/** Ends whatever still runs, and removes the data. For `afterEach` or `afterAll`: it must run after a failure too. */
export async function cleanUp(): Promise<void> {
  const postgresDirs = directories.map((directory) => join(directory, 'data', 'postgres'))
  for (const { child, program } of programs.splice(0)) {
    child.kill('SIGKILL')
    const { stdout } = await program.ending()
    postgresDirs.push(...[...stdout.matchAll(/^ {2}Data +(\/.*)$/gm)].map(([, dir = '']) => dir))
  }
  for (const dir of new Set(postgresDirs)) {
    const pid = findPostgres(dir)
    if (pid) process.kill(pid, 'SIGQUIT')
    await waitUntil(() => findPostgres(dir) === null)
    await rm(dir, { recursive: true, force: true })
  }
  for (const directory of directories.splice(0)) await rm(directory, { recursive: true, force: true })
}
