// The bell's stream: what came after a cursor, in order, then live. One loop does both, so there is no seam between
// them in which something could be lost or repeated.
import { sessionsTopic } from '../auth/end-access.ts'
import { type CurrentSession, refreshSession } from '../auth/session.ts'
import { InvalidInputError } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'
import { cancellable, createWaker } from '../platform/waker.ts'
import { notificationsTopic } from './create-notification.ts'

/** One step of the bell. `sequence` is its cursor. */
export type NotificationStep = { notificationId: string; sequence: bigint; unreadCount: number }

const batchSize = 100

/**
 * Streams the member's notifications after a cursor, or, without one, from now on. Ends when the session does.
 */
export function streamNotifications(
  { db, events }: Pick<Services, 'db' | 'events'>,
  session: CurrentSession,
  after: bigint | null,
): AsyncGenerator<NotificationStep, void> {
  return cancellable(async function* (signal) {
    const waker = createWaker()
    const topics = [notificationsTopic(session.teamMemberId), sessionsTopic(session.teamMemberId)]
    const unsubscribes = topics.map((topic) => events.subscribe(topic, waker.wake))
    try {
      let sent = await readStart(db, session.teamMemberId, after)
      for (;;) {
        const live = signal.aborted ? null : await refreshSession(db, session.id)
        if (!live) return
        const batch = await readBatch(db, session.teamMemberId, sent)
        for (const [index, step] of batch.entries()) {
          // The consumer may have taken its time over the one before: the session may be over by now.
          if (index > 0 && !(await refreshSession(db, session.id))) return
          yield step
          sent = step.sequence
        }
        // A session that nobody uses any more ends without an event: this looks again when it does.
        if (batch.length < batchSize) await waker.next(signal, live.msLeft)
      }
    } finally {
      for (const unsubscribe of unsubscribes) unsubscribe()
    }
  })
}

/** The member's notifications after a number, oldest first. */
async function readBatch(
  db: Services['db'],
  teamMemberId: string,
  after: bigint,
): Promise<NotificationStep[]> {
  return db.$queryRaw<NotificationStep[]>`
    SELECT id AS "notificationId", sequence,
           (SELECT count(*)::int FROM notification
            WHERE team_member_id = ${teamMemberId}::uuid AND read_at IS NULL) AS "unreadCount"
    FROM notification WHERE team_member_id = ${teamMemberId}::uuid AND sequence > ${after}
    ORDER BY sequence LIMIT ${batchSize}`
}

/**
 * Where the stream begins: after the cursor, or now. A cursor from the future, which is another member's or older than
 * a restored backup, begins now as well: waiting for its number would keep everything until then from the bell.
 */
async function readStart(db: Services['db'], teamMemberId: string, after: bigint | null): Promise<bigint> {
  const { notificationSequence: newest } = await db.teamMember.findUniqueOrThrow({
    where: { id: teamMemberId },
    select: { notificationSequence: true },
  })
  return after !== null && after < newest ? after : newest
}

/** The cursor of a step, as clients keep it. */
export const encodeCursor = (sequence: bigint): string =>
  Buffer.from(`bell:${sequence}`).toString('base64url')

/** @throws InvalidInputError for what is not a cursor of this stream. */
export function decodeCursor(cursor: string): bigint {
  const match = /^bell:(\d{1,18})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'))
  if (match?.[1]) return BigInt(match[1])
  throw new InvalidInputError(
    '`after` is not a cursor of notificationReceived. Leave it out to start from now.',
    ['after'],
  )
}
