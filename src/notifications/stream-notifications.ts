// The bell's stream: each notification as it is made and as it is read, after a cursor, in order, then live. One loop
// does both, so there is no seam between them in which something could be lost or repeated.
import type { CurrentSession } from '../auth/session.ts'
import { streamWhileSignedIn } from '../auth/stream-while-signed-in.ts'
import type { Notification, Prisma } from '../generated/prisma/client.ts'
import { InvalidInputError } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'
import { notificationsTopic } from './create-notification.ts'

/** One step of the bell: a notification as it stands now. Its revision is the cursor. */
export type NotificationStep = { notification: Notification; unreadCount: number }

/** What is loaded with each. */
export type NotificationQuery = { include?: Prisma.NotificationInclude }

/** So few that what a slow consumer keeps waiting is small. */
const batchSize = 25

/**
 * Streams the member's notifications after a cursor, or, without one, from now on. One that was made and read meanwhile
 * comes once, as it stands. Ends when the session does.
 */
export function streamNotifications(
  services: Pick<Services, 'db' | 'events' | 'log'>,
  session: CurrentSession,
  after: bigint | null,
  query: NotificationQuery = {},
): AsyncGenerator<NotificationStep, void> {
  const { db } = services
  let sent: bigint | null = null
  return streamWhileSignedIn(
    services,
    session,
    [notificationsTopic(session.teamMemberId)],
    async ({ teamMemberId }) => {
      sent ??= await readStart(db, teamMemberId, after)
      const notifications = await db.notification.findMany({
        ...query,
        where: { teamMemberId, revision: { gt: sent } },
        orderBy: { revision: 'asc' },
        take: batchSize,
      })
      const newest = notifications.at(-1)
      if (!newest) return { items: [], next: 'wait' }
      const unreadCount = await db.notification.count({ where: { teamMemberId, readAt: null } })
      sent = newest.revision
      const items = notifications.map((notification) => ({ notification, unreadCount }))
      return { items, next: items.length < batchSize ? 'wait' : 'more' }
    },
  )
}

/**
 * Where the stream begins: after the cursor, or now. A cursor from the future, which is another member's or older than
 * a restored backup, begins now as well: waiting for its number would keep everything until then from the bell.
 */
async function readStart(db: Services['db'], teamMemberId: string, after: bigint | null): Promise<bigint> {
  const newest = await readNewest(db, teamMemberId)
  return after !== null && after < newest ? after : newest
}

/** The newest number of the member's notifications, made or read. */
export async function readNewest(db: Services['db'], teamMemberId: string): Promise<bigint> {
  const { notificationSequence } = await db.teamMember.findUniqueOrThrow({
    where: { id: teamMemberId },
    select: { notificationSequence: true },
  })
  return notificationSequence
}

/** The cursor of a step, as clients keep it. */
export const encodeCursor = (revision: bigint): string =>
  Buffer.from(`bell:${revision}`).toString('base64url')

/** @throws InvalidInputError for what is not a cursor of this stream. */
export function decodeCursor(cursor: string): bigint {
  const match = /^bell:(\d{1,18})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'))
  if (match?.[1]) return BigInt(match[1])
  throw new InvalidInputError(
    '`after` is not a cursor of notificationReceived. Leave it out to start from now.',
    ['after'],
  )
}
