// The bell's stream: each notification as it is made and as it is read, after a cursor, in order, then live. One loop
// does both, so there is no seam between them in which something could be lost or repeated.
import type { CurrentSession } from '../identity/session.ts'
import { streamWhileSignedIn } from '../identity/stream-while-signed-in.ts'
import { InvalidInputError } from '../platform/errors.ts'
import type { DatabaseServices, Services } from '../platform/services.ts'
import { notificationsTopic } from './create-notification.ts'
import { type NotificationStep, readSteps, stepsAtOnce } from './read-steps.ts'

/**
 * Streams the member's notifications after a cursor, or, without one, from now on. One that was made and read meanwhile
 * comes once, as it stands. Ends when the session does.
 */
export function streamNotifications(
  services: DatabaseServices,
  session: CurrentSession,
  after: bigint | null,
): AsyncGenerator<NotificationStep, void> {
  const { db } = services
  let sent = 0n
  return streamWhileSignedIn(
    services,
    session,
    [notificationsTopic(session.teamMemberId)],
    async ({ teamMemberId }) => {
      const items = await readSteps(db, teamMemberId, sent)
      sent = items.at(-1)?.notification.revision ?? sent
      return { items, next: items.length < stepsAtOnce ? 'wait' : 'more' }
    },
    async () => {
      sent = await readStart(db, session.teamMemberId, after)
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
