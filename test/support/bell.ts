// What the tests of the bell ask of the API.
import { createNotification } from '../../src/notifications/create-notification.ts'
import type { Services } from '../../src/platform/services.ts'

/** One notification, in a transaction of its own. */
export const ring = (
  { db, events }: Pick<Services, 'db' | 'events'>,
  teamMemberId: string,
  title: string,
): Promise<void> =>
  events.transact(db, (change) =>
    createNotification(change, { teamMemberId, kind: 'SECURITY', title, body: '', exportId: null }),
  )
