// The bell: its list and its stream.
import { queryFromInfo } from '@pothos/plugin-prisma'
import type { Prisma } from '../generated/prisma/client.ts'
import { builder } from '../graphql/builder.ts'
import { canBeginAt } from '../graphql/page-start.ts'
import {
  decodeCursor,
  encodeCursor,
  type NotificationQuery,
  type NotificationStep,
  streamNotifications,
} from './stream-notifications.ts'

const NotificationKindRef = builder.enumType('NotificationKind', {
  description: 'What a notification tells.',
  values: {
    EXPORT_COMPLETED: { description: 'An export is ready to be downloaded.' },
    EXPORT_FAILED: { description: 'An export could not be made.' },
    SECURITY: { description: "Something about the member's own sign-in changed." },
  } as const,
})

export const NotificationRef = builder.prismaNode('Notification', {
  id: { field: 'id' },
  findUnique: (id, context) => ({ id, teamMemberId: context.session?.teamMemberId ?? '' }),
  fields: (t) => ({
    kind: t.expose('kind', { type: NotificationKindRef }),
    title: t.exposeString('title'),
    body: t.exposeString('body'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    readAt: t.expose('readAt', { type: 'DateTime', nullable: true }),
    export: t.relation('export', {
      nullable: true,
      description:
        'What it is about, where that is an export. The link to download is `export.downloadPath`.',
    }),
  }),
})

builder.queryField('notifications', (t) =>
  t.withAuth({ signedIn: true }).prismaConnection(
    {
      type: NotificationRef,
      cursor: 'id',
      description: "The viewer's notifications, newest first.",
      args: { unreadOnly: t.arg.boolean({ description: 'Only those not yet read.' }) },
      totalCount: (_connection, args, { session, services }) =>
        services.db.notification.count({
          where: ownNotifications(session?.teamMemberId ?? '', args.unreadOnly),
        }),
      resolve: async (query, _root, args, { session, services }) => {
        const { teamMemberId } = session
        const page = {
          ...query,
          where: ownNotifications(teamMemberId, args.unreadOnly),
          orderBy: newestFirst,
        }
        const findOwn = (id: string) =>
          services.db.notification.findUnique({ where: { id, teamMemberId }, select: { id: true } })
        if (!(await canBeginAt(query.cursor, findOwn))) return []
        return services.db.notification.findMany(page)
      },
    },
    {
      name: 'NotificationConnection',
      description: 'A page of notifications.',
      fields: (connection) => ({
        unreadCount: connection.int({
          description: 'How many of all the notifications are unread: the number on the bell.',
          resolve: (_connection, _args, { session, services }) =>
            services.db.notification.count({ where: ownNotifications(session?.teamMemberId ?? '', true) }),
        }),
      }),
    },
    { name: 'NotificationEdge', description: 'A notification in a list.' },
  ),
)

const NotificationEventRef = builder.objectRef<NotificationStep>('NotificationEvent').implement({
  description:
    'One step of the bell: a notification is new, or was just read (`readAt` is set). Keep it by its id: the newest event about it says how it stands.',
  fields: (t) => ({
    cursor: t.string({
      description: 'Resumes the stream: pass it as `after` when reconnecting.',
      resolve: ({ notification }) => encodeCursor(notification.revision),
    }),
    notification: t.expose('notification', {
      type: NotificationRef,
      description: 'What is new, or was read.',
    }),
    unreadCount: t.exposeInt('unreadCount', {
      description: 'How many notifications are unread: the number on the bell.',
    }),
  }),
})

builder.subscriptionField('notificationReceived', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: NotificationEventRef,
    description:
      "The bell: each notification when it is new, and when it was read, here or on another client of the viewer's. With `after`, first everything since that cursor, in order, then live: no gap, no repeat. What was made and read meanwhile comes once, as it stands.",
    args: { after: t.arg.string({ description: 'The cursor of the last event that was seen.' }) },
    subscribe: (_root, { after }, context, info) => {
      // Loaded with the stream, which outlives a database that is away: a resolver would lose the event.
      const query = queryFromInfo({ context, info, path: ['notification'] }) as NotificationQuery
      const cursor = after ? decodeCursor(after) : null
      return streamNotifications(context.services, context.session, cursor, query)
    },
    resolve: (step) => step,
  }),
)

// The id decides nothing, but with it Prisma knows the order to be total. Without, it reads every row behind a cursor.
const newestFirst: Prisma.NotificationOrderByWithRelationInput[] = [{ sequence: 'desc' }, { id: 'desc' }]

const ownNotifications = (teamMemberId: string, unreadOnly: boolean | null | undefined) => ({
  teamMemberId,
  ...(unreadOnly && { readAt: null }),
})
