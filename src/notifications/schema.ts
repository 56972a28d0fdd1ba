// The bell: its list and its stream. read-schema.ts has the mutations.
import { queryFromInfo } from '@pothos/plugin-prisma'
import type { Prisma } from '../generated/prisma/client.ts'
import { builder } from '../graphql/builder.ts'
import { actorOf } from '../graphql/context.ts'
import { pageBound } from '../graphql/page-start.ts'
import type { NotificationStep } from './read-steps.ts'
import { decodeCursor, encodeCursor, streamNotifications } from './stream-notifications.ts'

const NotificationKindRef = builder.enumType('NotificationKind', {
  description: 'What a notification is about.',
  values: {
    EXPORT_COMPLETED: { description: 'An export is ready to download.' },
    EXPORT_FAILED: { description: 'An export failed.' },
    SECURITY: { description: "Something happened to the member's own sign-in or access." },
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
        'The export that the notification is about. Null for other notifications, and when the export was deleted. `export.downloadPath` leads to its file.',
    }),
  }),
})

builder.queryField('notifications', (t) =>
  t.withAuth({ signedIn: true }).prismaConnection(
    {
      type: NotificationRef,
      cursor: 'id',
      description: "The viewer's notifications, newest first.",
      args: { unreadOnly: t.arg.boolean({ description: 'True filters for unread ones. Default: all.' }) },
      totalCount: (_connection, args, { session, services }) =>
        services.db.notification.count({
          where: ownNotifications(session?.teamMemberId ?? '', args.unreadOnly),
        }),
      resolve: async (query, _root, args, { session, services }) => {
        const { teamMemberId } = session
        const sequence = await pageBound(query, 'desc', async (id) => {
          const where = { id, teamMemberId }
          return (await services.db.notification.findUnique({ where, select: { sequence: true } }))?.sequence
        })
        const where = { ...ownNotifications(teamMemberId, args.unreadOnly), sequence }
        return services.db.notification.findMany({ ...query, where, orderBy: newestFirst })
      },
    },
    {
      name: 'NotificationConnection',
      description: 'A page of notifications.',
      fields: (connection) => ({
        unreadCount: connection.int({
          description: 'How many notifications are unread, on any page: the number on the bell.',
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
    'A notification that is new or was just read (`readAt` is set). Store notifications by id: the newest event of an id has its current state.',
  fields: (t) => ({
    cursor: t.string({
      description: 'Pass it as `after` to resume the stream after this event.',
      resolve: ({ notification }) => encodeCursor(notification.revision),
    }),
    notification: t.expose('notification', {
      type: NotificationRef,
      description: 'The notification in its current state.',
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
      "Sends each of the viewer's notifications when it is new, and when it is read on any of their clients. With `after`, it first sends everything since that cursor, in order, and then continues live, without gaps or repeats. A notification that was created and read since then comes once, in its current state.",
    args: { after: t.arg.string({ description: 'The cursor of the last event that the client received.' }) },
    subscribe: (_root, { after }, context, info) => {
      // Tells Pothos that the steps include their exports: a resolver that loads them would lose the event while the
      // database is unreachable.
      void queryFromInfo({ context, info, path: ['notification'] })
      const cursor = after ? decodeCursor(after) : null
      return streamNotifications(context.services, actorOf(context), cursor)
    },
    resolve: (step) => step,
  }),
)

// Sequences are unique, so the id decides nothing. But without it, Prisma does not know that the order is total, and reads
// every row before a cursor.
const newestFirst: Prisma.NotificationOrderByWithRelationInput[] = [{ sequence: 'desc' }, { id: 'desc' }]

const ownNotifications = (teamMemberId: string, unreadOnly: boolean | null | undefined) => ({
  teamMemberId,
  ...(unreadOnly && { readAt: null }),
})
