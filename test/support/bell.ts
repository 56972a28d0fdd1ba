// What the tests of the bell ask of the API.
import { createNotification } from '../../src/notifications/create-notification.ts'
import type { Services } from '../../src/platform/services.ts'
import { graphql } from './gql/index.ts'

export const FollowBell = graphql(`
  subscription FollowBell($after: String) {
    notificationReceived(after: $after) {
      cursor
      unreadCount
      notification {
        id
        title
        readAt
        export {
          id
          status
        }
      }
    }
  }
`)

export const MarkRead = graphql(`
  mutation MarkRead($notificationIds: [ID!]!) {
    markNotificationsRead(input: { notificationIds: $notificationIds }) {
      __typename
      ... on MarkNotificationsReadSuccess {
        unreadCount
        notifications {
          title
          readAt
        }
      }
      ... on InvalidInputError {
        path
      }
      ... on Error {
        code
        message
      }
    }
  }
`)

export const MarkAllRead = graphql(`
  mutation MarkAllRead($upTo: ID!) {
    markAllNotificationsRead(input: { upTo: $upTo }) {
      __typename
      ... on MarkAllNotificationsReadSuccess {
        unreadCount
      }
      ... on Error {
        code
        message
      }
    }
  }
`)

/** One notification, in a transaction of its own. */
export const ring = (
  { db, events }: Pick<Services, 'db' | 'events'>,
  teamMemberId: string,
  title: string,
): Promise<void> =>
  events.transact(db, (change) =>
    createNotification(change, { teamMemberId, kind: 'SECURITY', title, body: '', exportId: null }),
  )
