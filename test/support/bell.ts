// Ringing the bell beside an app, and looking at what rang.
import { createNotification } from '../../src/notifications/create-notification.ts'
import type { Db } from '../../src/platform/database/db.ts'
import { createEvents } from '../../src/platform/events/events.ts'
import { createPostgresEvents } from '../../src/platform/events/postgres-events.ts'
import { createLog } from '../../src/platform/log.ts'
import type { DatabaseServices, Services } from '../../src/platform/services.ts'
import type { TestApp } from './app.ts'

/** What another process on the app's database has. It announces; it hears others once its events are started. */
export function servicesBeside({ db, databaseUrl }: Pick<TestApp, 'db' | 'databaseUrl'>): DatabaseServices {
  const log = createLog('silent', false)
  return { db, log, events: createEvents(createPostgresEvents(databaseUrl, log)) }
}

/** One notification, in a transaction of its own. */
export const ring = (
  { db, events }: Pick<Services, 'db' | 'events'>,
  teamMemberId: string,
  title: string,
): Promise<void> =>
  events.transact(db, (change) =>
    createNotification(change, { teamMemberId, kind: 'SECURITY', title, body: '', exportId: null }),
  )

/** Removes every notification, and counts from the beginning again. */
export async function clearBells(db: Db): Promise<void> {
  await db.notification.deleteMany()
  await db.teamMember.updateMany({ data: { notificationSequence: 0 } })
}

/** The titles of all notifications, in the order in which they were made. */
export const readTitles = async (db: Db): Promise<string[]> =>
  (await db.notification.findMany({ orderBy: { sequence: 'asc' } })).map(({ title }) => title)
