// The mutations that mark notifications as read.
import { z } from 'zod'
import type { Notification } from '../generated/prisma/client.ts'
import { builder } from '../graphql/builder.ts'
import { actorOf } from '../graphql/context.ts'
import { idOf, idsOf } from '../graphql/global-id.ts'
import { InvalidInputError, NotFoundError } from '../platform/errors.ts'
import { markAllNotificationsRead, noSuchNotification } from './mark-all-notifications-read.ts'
import { markNotificationsRead, maxMarked } from './mark-notifications-read.ts'
import { NotificationRef } from './schema.ts'

const unreadCount = 'How many notifications are unread now: the number on the bell.'

const MarkNotificationsReadInput = builder.inputType('MarkNotificationsReadInput', {
  description: 'The notifications to mark as read.',
  fields: (t) => ({
    notificationIds: t.idList({
      required: true,
      description: `Global ids, at most ${maxMarked}. Ids that are not the viewer's are ignored.`,
      validate: z.array(z.string()).max(maxMarked, `\`notificationIds\` takes at most ${maxMarked} ids.`),
    }),
  }),
})

const MarkNotificationsReadSuccessRef = builder
  .objectRef<{ notifications: Notification[]; unreadCount: number }>('MarkNotificationsReadSuccess')
  .implement({
    description: 'The notifications are read.',
    fields: (t) => ({
      notifications: t.expose('notifications', {
        type: [NotificationRef],
        description: "The viewer's notifications among the ids, newest first.",
      }),
      unreadCount: t.exposeInt('unreadCount', { description: unreadCount }),
    }),
  })

builder.mutationField('markNotificationsRead', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: MarkNotificationsReadSuccessRef,
    errors: { types: [InvalidInputError] },
    description:
      "Marks some of the viewer's notifications as read. `notificationReceived` tells their other clients. A notification that is already read keeps its `readAt`.",
    args: {
      input: t.arg({
        type: MarkNotificationsReadInput,
        required: true,
        description: 'The notifications to mark as read.',
      }),
    },
    resolve: (_root, { input }, context) =>
      markNotificationsRead(context.services, actorOf(context), idsOf(input.notificationIds, 'Notification')),
  }),
)

const MarkAllNotificationsReadInput = builder.inputType('MarkAllNotificationsReadInput', {
  description: 'The newest notification to mark as read.',
  fields: (t) => ({
    upTo: t.id({
      required: true,
      description: 'The global id of the newest notification that the viewer has seen.',
    }),
  }),
})

const MarkAllNotificationsReadSuccessRef = builder
  .objectRef<{ unreadCount: number }>('MarkAllNotificationsReadSuccess')
  .implement({
    description: 'All notifications up to `upTo` are read.',
    fields: (t) => ({ unreadCount: t.exposeInt('unreadCount', { description: unreadCount }) }),
  })

builder.mutationField('markAllNotificationsRead', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: MarkAllNotificationsReadSuccessRef,
    errors: { types: [NotFoundError] },
    description:
      "Marks the viewer's notifications as read, up to and including `upTo`. Newer ones, which the viewer may not have seen, stay unread.",
    args: {
      input: t.arg({
        type: MarkAllNotificationsReadInput,
        required: true,
        description: 'The newest notification to mark as read.',
      }),
    },
    resolve: async (_root, { input }, context) => {
      const upTo = idOf(input.upTo, 'Notification', noSuchNotification)
      return { unreadCount: await markAllNotificationsRead(context.services, actorOf(context), upTo) }
    },
  }),
)
