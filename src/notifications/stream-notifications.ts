// The bell's stream: each notification when it is created and when it is read. It first replays what came after a cursor,
// and then continues live. One loop does both, so nothing is lost or repeated in between.
import type { Actor } from '../identity/actor.ts'
import { streamWhileSignedIn } from '../identity/stream-while-signed-in.ts'
import { InvalidInputError } from '../platform/errors.ts'
import type { DatabaseServices, Services } from '../platform/services.ts'
import { notificationsTopic } from './create-notification.ts'
import { type NotificationStep, readSteps, stepsAtOnce } from './read-steps.ts'

/**
 * Streams the member's notifications after a cursor or, without one, from now on. A notification that was created and read
 * meanwhile comes once, in its current state. The stream ends with the session.
 */
export function streamNotifications(
  services: DatabaseServices,
  { session }: Actor,
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
 * Where the stream begins: after the cursor, or now. A cursor from the future is another member's, or is from before a
 * backup was restored. The stream then begins now, because otherwise it would send nothing until it reached that number.
 */
async function readStart(db: Services['db'], teamMemberId: string, after: bigint | null): Promise<bigint> {
  const newest = await readNewest(db, teamMemberId)
  return after !== null && after < newest ? after : newest
}

/** The newest number of the member's notifications. */
export async function readNewest(db: Services['db'], teamMemberId: string): Promise<bigint> {
  const { notificationSequence } = await db.teamMember.findUniqueOrThrow({
    where: { id: teamMemberId },
    select: { notificationSequence: true },
  })
  return notificationSequence
}

/** The cursor of a revision, for clients. */
export const encodeCursor = (revision: bigint): string =>
  Buffer.from(`bell:${revision}`).toString('base64url')

/** @throws InvalidInputError for a cursor that this stream did not send. */
export function decodeCursor(cursor: string): bigint {
  const match = /^bell:(\d{1,18})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'))
  if (match?.[1]) return BigInt(match[1])
  throw new InvalidInputError('`after` is not a cursor of notificationReceived. Omit it to start from now.', [
    'after',
  ])
}
