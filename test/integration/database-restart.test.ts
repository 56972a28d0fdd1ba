// Live streams while PostgreSQL crashes and restarts: sockets stay open, nothing is lost, nothing comes twice.

import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  createDatabaseOnce,
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/dev/embedded-postgres.ts'
import { markNotificationsRead } from '../../src/notifications/mark-notifications-read.ts'
import { encodeCursor } from '../../src/notifications/stream-notifications.ts'
import { createDb } from '../../src/platform/database/db.ts'
import { applyMigrations } from '../../src/platform/database/migrate.ts'
import type { DatabaseServices } from '../../src/platform/services.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { beginTestSession } from '../support/begin-session.ts'
import { ring, servicesBeside } from '../support/bell.ts'
import { type ApiClient, createClient } from '../support/client.ts'
import type { TestDatabase } from '../support/database.ts'
import { databaseId, giveExport } from '../support/exports.ts'
import { FollowBellDocument, ListenForExportsDocument } from '../support/gql/graphql.ts'
import { asActor } from '../support/services.ts'
import { until } from '../support/until.ts'

const email = 'owner@harbor.example'
let dataDir: string
let postgres: EmbeddedPostgres
let database: TestDatabase
let beside: DatabaseServices
// Started on a PostgreSQL of its own, and not by useApp(): the test restarts that PostgreSQL.
let app: TestApp
let client: ApiClient
let session: Awaited<ReturnType<typeof beginTestSession>>['session']

const start = async () => {
  postgres = await startEmbeddedPostgres(dataDir, { fsync: 'off' })
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'vestibule-restart-'))
  await chmod(dataDir, 0o711)
  await start()
  await createDatabaseOnce(postgres, 'portal')
  const databaseUrl = postgres.urlOf('portal')
  await applyMigrations(databaseUrl)
  const { db, pool, close } = createDb(databaseUrl)
  database = { databaseUrl, db, pool, drop: close }
  beside = servicesBeside(database)
  app = await startTestApp({ role: 'server' }, database)
  const { id } = await db.teamMember.create({
    data: { name: 'Owner', email, role: 'ADMIN', status: 'ACTIVE', account: { create: { name: 'Harbor' } } },
  })
  const signedIn = await beginTestSession(db, id)
  session = signedIn.session
  client = createClient(app.url, signedIn.sessionToken)
})
afterAll(async () => {
  await app?.stop()
  await database?.drop()
  await postgres?.stop()
  for (const dir of [dataDir, postgres?.dataDir]) if (dir) await rm(dir, { recursive: true, force: true })
})

/** Restarts as `pg_ctl restart -m immediate` does: every process ends at once, and the next start recovers. */
async function restart(downMs: number): Promise<void> {
  const pidFile = join(postgres.dataDir, 'cluster', 'postmaster.pid')
  process.kill(Number.parseInt(await readFile(pidFile, 'utf8'), 10), 'SIGQUIT')
  await until(() => expect(database.db.$queryRaw`SELECT 1`).rejects.toThrow())
  await delay(downMs)
  await start()
}

/** Follows the bell over one socket until the last notification comes. */
async function follow() {
  const stream = await client.subscribe(FollowBellDocument, { after: encodeCursor(0n) })
  const cursors: string[] = []
  const known = new Map<string, boolean>()
  for (;;) {
    const { cursor, notification } = (await stream.next()).notificationReceived
    cursors.push(cursor)
    known.set(databaseId(notification.id), notification.readAt !== null)
    if (notification.title !== 'last') continue
    await stream.stop()
    return { cursors, known }
  }
}

/** Makes and reads notifications all the time. What fails while there is no database is tried again. */
async function work(isOver: () => boolean): Promise<void> {
  for (let n = 0; !isOver(); n++) {
    const one = async () => {
      await ring(beside, session.teamMemberId, `${n}`)
      if (n % 3 > 0) return
      const [any] = await database.db.notification.findMany({ where: { readAt: null }, take: 1 })
      if (any) await markNotificationsRead(beside, asActor(session), [any.id])
    }
    await one().catch(() => delay(50))
    await delay(10)
  }
}

it('streams go on over restarts where they were', { timeout: 120_000 }, async () => {
  const following = [follow(), follow()]
  const exports = await client.subscribe(ListenForExportsDocument)
  const heard = exports.next()
  await until(async () => {
    await giveExport(database, email)
    return await Promise.race([heard, Promise.reject(new Error('nothing was heard yet'))])
  }, 250)

  let isOver = false
  const working = [0, 1].map(() => work(() => isOver))
  for (const downMs of [0, 1_000, 0]) {
    await restart(downMs)
    const made = await database.db.notification.count()
    await until(async () => expect(await database.db.notification.count()).toBeGreaterThan(made + 10))
  }
  isOver = true
  await Promise.all(working)
  const ready = await giveExport(database, email)
  let id = ''
  while (id !== ready) id = (await exports.next()).exportCompleted.id
  await exports.stop()
  await ring(beside, session.teamMemberId, 'last')

  const table = await database.db.notification.findMany({ orderBy: { revision: 'asc' } })
  const state = new Map(table.map((row) => [row.id, row.readAt !== null]))
  for (const { cursors, known } of await Promise.all(following)) {
    expect(known).toEqual(state)
    expect(new Set(cursors).size).toBe(cursors.length)
    expect(cursors.at(-1)).toBe(encodeCursor(table.at(-1)?.revision ?? 0n))
  }
  expect([...state.values()].filter((read) => read).length).toBeGreaterThan(5)
})
