// What the bell knows: each notification by its id, as the newest event says that it stands.
import type { BellNotificationFragment, BellQuery } from '../gql/graphql.ts'

export type BellNotification = BellNotificationFragment

export type BellState = {
  /** Null until it is known. */
  unreadCount: number | null
  /** Newest first. */
  notifications: BellNotification[]
}

export const emptyBell: BellState = { unreadCount: null, notifications: [] }

const kept = 50

export const loadBell = ({ notifications }: BellQuery): BellState => ({
  unreadCount: notifications.unreadCount,
  notifications: notifications.nodes,
})

export function mergeIntoBell(
  bell: BellState,
  changed: readonly BellNotification[],
  unreadCount: number,
): BellState {
  const byId = new Map([...bell.notifications, ...changed].map((item) => [item.id, item]))
  const notifications = [...byId.values()]
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt))
    .slice(0, kept)
  return { unreadCount, notifications }
}
