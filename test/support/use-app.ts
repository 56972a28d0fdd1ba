// The app of a test file (or of one `describe`), and the two ways to sign in to it. How a file uses it:
//
//   const app = useApp()                                  // or useApp({ config: { role: 'server' } })
//   let client: ApiClient
//   beforeAll(async () => {
//     client = await app.signIn(owner)                    // for tests that are about something else: no password
//   })
//   it('…', async () => {
//     as('LoginSuccess', await login(app.anonymous, owner))   // for tests of signing in: through the API
//   })
//
// One app a file is enough where tests look only at what they made themselves: give each a person (addPerson), a team
// (useTeam) or an export of its own, and say in `beforeEach` what must be as at first, such as `app.db.rateLimit.deleteMany()`.
// It starts before the tests and stops after them. What it leaves open then (a socket, a server, a timer, a
// connection to its database) fails the file: a leak is found where it is made.
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect } from 'vitest'
import type { Tuning } from '../../src/app/services.ts'
import type { Config } from '../../src/config.ts'
import { startTestApp, type TestApp } from './app.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'

type Options = {
  /** A function where it is known only once something else has started, in a `beforeAll` before this. */
  config?: Partial<Config> | (() => Partial<Config>)
  tuning?: Tuning
  /** Another database than a clone of the demo data. */
  createDatabase?: () => Promise<TestDatabase>
}

export function useApp({ config, tuning, createDatabase = cloneDemo }: Options = {}): TestApp {
  // Filled once the app has started: a test file's functions can name it before that.
  const app = {} as TestApp
  let endWatch: (() => Promise<void>) | undefined
  let database: TestDatabase
  beforeAll(async () => {
    endWatch = watchForLeaks()
    database = await createDatabase()
    const settings = typeof config === 'function' ? config() : config
    Object.assign(app, await startTestApp(settings, database, tuning))
  })
  afterAll(async () => {
    await app.stop?.()
    const left = database && (await countForeignConnections(database))
    await database?.drop()
    expect(left, 'connections to its database that the app left open').toBe(0)
    await endWatch?.()
  })
  return app
}

const cloneDemo = () => createTestDatabase({ demoData: true })

/** One more server, on the database of an app or of services that the file uses: it starts after them. */
export function useServer(findDatabase: () => TestDatabase, config: Partial<Config> = {}): TestApp {
  const app = {} as TestApp
  beforeAll(async () => {
    Object.assign(app, await startTestApp(config, findDatabase()))
  })
  afterAll(() => app.stop?.())
  return app
}

let watches = 0
let beforeAny = new Map<string, number>()

/**
 * Returns what is called once something has stopped: it fails when handles were left open. Where several run at the same
 * time, the last to stop answers for all: the timers of one that still runs come and go.
 */
export function watchForLeaks(): () => Promise<void> {
  if (watches++ === 0) beforeAny = countHandles()
  return async () => {
    if (--watches === 0) await expectNoLeak(beforeAny)
  }
}

/** What keeps this process alive, by its kind. What a socket or a file needs for a moment is not counted. */
export function countHandles(): Map<string, number> {
  const counts = new Map<string, number>()
  for (const kind of process.getActiveResourcesInfo()) {
    if (['TCPSocketWrap', 'TCPServerWrap', 'PipeServerWrap', 'ProcessWrap', 'Timeout'].includes(kind))
      counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  return counts
}

/** Fails when there is more than before. Sockets take a moment to close; a timer or two of the test runner's hide one. */
export async function expectNoLeak(before: Map<string, number>, patienceMs = 5_000): Promise<void> {
  const findLeaks = () => [...countHandles()].filter(([kind, count]) => count > (before.get(kind) ?? 0))
  const giveUpAt = performance.now() + patienceMs
  // Not by vi.waitFor, whose own timers would be counted.
  while (findLeaks().length > 0 && performance.now() < giveUpAt) await delay(20)
  expect(findLeaks(), 'handles that were left open').toEqual([])
}

/** Connections to a database that are not of the test's own pool. PostgreSQL takes a moment to see one go. */
async function countForeignConnections({ pool }: TestDatabase): Promise<number> {
  const count = async () => {
    const { rows } = await pool.query<{ count: number }>(
      `SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'`,
    )
    return (rows[0]?.count ?? 0) - pool.totalCount
  }
  const giveUpAt = performance.now() + 5_000
  let left = await count()
  while (left > 0 && performance.now() < giveUpAt) {
    await delay(20)
    left = await count()
  }
  return left
}
