// Reading what is in the bell.
import { z } from 'zod'
import type { Notification } from '../generated/prisma/client.ts'
import { builder } from '../graphql/builder.ts'
import { signedIn } from '../graphql/context.ts'
import { idOf, idsOf } from '../graphql/global-id.ts'
import { InvalidInputError, NotFoundError } from '../platform/errors.ts'
import { markAllNotificationsRead, noSuchNotification } from './mark-all-notifications-read.ts'
import { markNotificationsRead, maxMarked } from './mark-notifications-read.ts'
import { NotificationRef } from './schema.ts'

const unreadCount = 'How many of all the notifications are unread now: the number on the bell.'

const MarkNotificationsReadInput = builder.inputType('MarkNotificationsReadInput', {
  description: 'What was read.',
  fields: (t) => ({
    notificationIds: t.idList({
      required: true,
      description: `Global ids, ${maxMarked} at most. One that the viewer has not is passed over.`,
      validate: z.array(z.string()).max(maxMarked, `\`notificationIds\` takes ${maxMarked} ids at most.`),
    }),
  }),
})

const MarkNotificationsReadSuccessRef = builder
  .objectRef<{ notifications: Notification[]; unreadCount: number }>('MarkNotificationsReadSuccess')
  .implement({
    description: 'They are read, now or before.',
    fields: (t) => ({
      notifications: t.expose('notifications', {
        type: [NotificationRef],
        description: "Those of the ids that are the viewer's, newest first.",
      }),
      unreadCount: t.exposeInt('unreadCount', { description: unreadCount }),
    }),
  })

builder.mutationField('markNotificationsRead', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: MarkNotificationsReadSuccessRef,
    errors: { types: [InvalidInputError] },
    description:
      "Marks some of the viewer's notifications as read. `notificationReceived` tells their other clients. What was read before keeps its `readAt`.",
    args: {
      input: t.arg({ type: MarkNotificationsReadInput, required: true, description: 'What was read.' }),
    },
    resolve: (_root, { input }, context) => {
      const { services, session } = signedIn(context)
      return markNotificationsRead(services, session, idsOf(input.notificationIds, 'Notification'))
    },
  }),
)

const MarkAllNotificationsReadInput = builder.inputType('MarkAllNotificationsReadInput', {
  description: 'How far was read.',
  fields: (t) => ({
    upTo: t.id({ required: true, description: 'Global id of the newest notification that was seen.' }),
  }),
})

const MarkAllNotificationsReadSuccessRef = builder
  .objectRef<{ unreadCount: number }>('MarkAllNotificationsReadSuccess')
  .implement({
    description: 'Everything up to there is read.',
    fields: (t) => ({ unreadCount: t.exposeInt('unreadCount', { description: unreadCount }) }),
  })

builder.mutationField('markAllNotificationsRead', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: MarkAllNotificationsReadSuccessRef,
    errors: { types: [NotFoundError] },
    description:
      "Marks the viewer's notifications as read, but for those newer than `upTo`: what arrived meanwhile stays unread.",
    args: {
      input: t.arg({ type: MarkAllNotificationsReadInput, required: true, description: 'How far was read.' }),
    },
    resolve: async (_root, { input }, context) => {
      const { services, session } = signedIn(context)
      const upTo = idOf(input.upTo, 'Notification', noSuchNotification)
      return { unreadCount: await markAllNotificationsRead(services, session, upTo) }
    },
  }),
)
