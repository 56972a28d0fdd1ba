// Adds a notification to a member's bell.
import type { NotificationKind } from '../generated/prisma/enums.ts'
import { createUuid } from '../platform/database/uuid.ts'
import type { Change, Topic } from '../platform/events/events.ts'

type NewNotification = {
  teamMemberId: string
  kind: NotificationKind
  title: string
  body: string
  exportId: string | null
}

/** Announced when a member's notifications change. */
export const notificationsTopic = (teamMemberId: string): Topic => `notifications:${teamMemberId}`

/**
 * Adds a notification in a transaction, and announces it. Its number comes from the member's row, which stays locked until
 * the commit. So numbers become visible in order: a stream that has sent N has not missed any number before N.
 */
export async function createNotification(
  { tx, announce }: Change,
  notification: NewNotification,
): Promise<void> {
  const { teamMemberId, kind, title, body, exportId } = notification
  await tx.$executeRaw`
    WITH counter AS (
      UPDATE team_member SET notification_sequence = notification_sequence + 1
      WHERE id = ${teamMemberId}::uuid RETURNING id, notification_sequence
    )
    INSERT INTO notification (id, team_member_id, sequence, revision, kind, title, body, export_id)
    SELECT ${createUuid()}::uuid, id, notification_sequence, notification_sequence, ${kind}::notification_kind,
           ${title}, ${body}, ${exportId}::uuid
    FROM counter`
  announce(notificationsTopic(teamMemberId))
}
