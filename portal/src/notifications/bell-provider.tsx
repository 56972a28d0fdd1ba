// The notifications, for the bell and for pages that change with them: loaded once, then kept up to date.
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { useClient, useQuery } from 'urql'
import { useConnection } from '../api/api-provider.tsx'
import { useSend } from '../api/use-send.ts'
import {
  BellDocument,
  MarkAllNotificationsReadDocument,
  MarkNotificationsReadDocument,
  NotificationReceivedDocument,
} from '../gql/graphql.ts'
import { toastError } from '../ui/messages.tsx'
import { type BellNotification, type BellState, emptyBell, loadBell, mergeIntoBell } from './bell-state.ts'
import { toastNotification } from './toast-notification.tsx'

type BellContext = BellState & {
  /** The newest notification that came while the page was open. Pages load again when it changes. */
  newest: BellNotification | null
  markRead: (notification: BellNotification) => Promise<void>
  markAllRead: () => Promise<void>
}

const Context = createContext<BellContext | null>(null)

export function useBell(): BellContext {
  const bell = useContext(Context)
  if (!bell) throw new Error('useBell is used outside BellProvider')
  return bell
}

export function BellProvider({ children }: { children: ReactNode }) {
  const [bell, setBell] = useState(emptyBell)
  const newest = useLiveBell(setBell)
  const { markRead, markAllRead } = useMarking(bell, setBell)
  const value = useMemo(
    () => ({ ...bell, newest, markRead, markAllRead }),
    [bell, newest, markRead, markAllRead],
  )
  return <Context value={value}>{children}</Context>
}

type SetBell = (change: (bell: BellState) => BellState) => void

/** Loads the bell and keeps it up to date. @returns the newest notification that came. */
function useLiveBell(setBell: SetBell): BellNotification | null {
  const connection = useConnection()
  const [newest, setNewest] = useState<BellNotification | null>(null)
  const [{ data }, load] = useQuery({ query: BellDocument, requestPolicy: 'network-only' })
  useEffect(() => {
    if (data) setBell(() => loadBell(data))
  }, [data, setBell])
  // Notifications between the list and the first event have no cursor to resume from: once connected, list again.
  useEffect(() => {
    if (connection === 'open') load()
  }, [connection, load])

  const client = useClient()
  useEffect(() => {
    const shown = new Set<string>()
    // useSubscription would show only the second of two events in a row.
    const stream = client.subscription(NotificationReceivedDocument, {}).subscribe(({ data: event }) => {
      if (!event) return
      const { notification, unreadCount } = event.notificationReceived
      setBell((bell) => mergeIntoBell(bell, [notification], unreadCount))
      if (notification.readAt !== null || shown.has(notification.id)) return
      shown.add(notification.id)
      setNewest(notification)
      toastNotification(notification)
    })
    return stream.unsubscribe
  }, [client, setBell])
  return newest
}

function useMarking({ notifications }: BellState, setBell: SetBell) {
  const [, sendMark] = useSend(MarkNotificationsReadDocument)
  const [, sendMarkAll] = useSend(MarkAllNotificationsReadDocument)
  return useMemo(() => {
    const markRead = async ({ id, readAt }: BellNotification) => {
      if (readAt !== null) return
      const answer = await sendMark({ input: { notificationIds: [id] } })
      if (answer.__typename !== 'MarkNotificationsReadSuccess') return toastError(answer.message)
      setBell((bell) => mergeIntoBell(bell, answer.notifications, answer.unreadCount))
    }
    const markAllRead = async () => {
      const [newest] = notifications
      if (!newest) return
      const answer = await sendMarkAll({ input: { upTo: newest.id } })
      if (answer.__typename !== 'MarkAllNotificationsReadSuccess') return toastError(answer.message)
      const readAt = new Date().toISOString()
      // Marks them as read at once. The stream brings the exact times.
      setBell((bell) => ({
        unreadCount: answer.unreadCount,
        notifications: bell.notifications.map((item) =>
          item.createdAt <= newest.createdAt ? { ...item, readAt: item.readAt ?? readAt } : item,
        ),
      }))
    }
    return { markRead, markAllRead }
  }, [notifications, sendMark, sendMarkAll, setBell])
}
