// The state of the bell: each notification once, as its newest event shows it.
import type { BellNotificationFragment, BellQuery } from '../gql/graphql.ts'

export type BellNotification = BellNotificationFragment

export type BellState = {
  /** Null until it is loaded. */
  unreadCount: number | null
  /** Newest first. */
  notifications: BellNotification[]
}

export const emptyBell: BellState = { unreadCount: null, notifications: [] }

const keptNotifications = 50

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
    .slice(0, keptNotifications)
  return { unreadCount, notifications }
}
