// Sessions and their mutations.
import { builder } from '../../graphql/builder.ts'
import { actorOf } from '../../graphql/context.ts'
import { idOf } from '../../graphql/global-id.ts'
import { NotFoundError } from '../../platform/errors.ts'
import { revokeOtherSessions } from './revoke-other-sessions.ts'
import { noSuchSession, revokeSession } from './revoke-session.ts'

export const SessionRef = builder.prismaNode('Session', {
  id: { field: 'id' },
  nullable: true,
  findUnique: (id, context) => ({ id, teamMemberId: context.session?.teamMemberId ?? '' }),
  fields: (t) => ({
    current: t.boolean({
      description: 'Whether this request belongs to this session.',
      select: { id: true },
      resolve: ({ id }, _args, context) => id === context.session?.id,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    lastSeenAt: t.expose('lastSeenAt', { type: 'DateTime' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime' }),
    userAgent: t.exposeString('userAgent', { nullable: true }),
    ipAddress: t.exposeString('ipAddress', { nullable: true }),
  }),
})

const RevokeSessionInput = builder.inputType('RevokeSessionInput', {
  description: 'The session to end.',
  fields: (t) => ({
    sessionId: t.id({ required: true, description: 'From `viewer.sessions`.' }),
  }),
})

const RevokeSessionSuccessRef = builder
  .objectRef<{ revokedSessionId: string }>('RevokeSessionSuccess')
  .implement({
    description: 'The session has ended. Its token no longer works, and its streams end.',
    fields: (t) => ({
      revokedSessionId: t.exposeID('revokedSessionId', { description: 'The global id of the session.' }),
    }),
  })

builder.mutationField('revokeSession', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: RevokeSessionSuccessRef,
    errors: { types: [NotFoundError] },
    description: "Ends one of the viewer's own sessions. Ending the current one signs out.",
    args: { input: t.arg({ type: RevokeSessionInput, required: true, description: 'The session.' }) },
    resolve: async (_root, { input }, context) => {
      const sessionId = idOf(input.sessionId, 'Session', noSuchSession)
      await revokeSession(context.services, actorOf(context), sessionId)
      if (sessionId === context.session.id) await context.cookies.clearSession()
      return { revokedSessionId: input.sessionId }
    },
  }),
)

const RevokeOtherSessionsSuccessRef = builder
  .objectRef<{ revokedCount: number }>('RevokeOtherSessionsSuccess')
  .implement({
    description: 'All other sessions of the member have ended.',
    fields: (t) => ({
      revokedCount: t.exposeInt('revokedCount', { description: 'How many sessions ended.' }),
    }),
  })

builder.mutationField('revokeOtherSessions', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: RevokeOtherSessionsSuccessRef,
    errors: { types: [] },
    description: "Ends the viewer's own sessions, except the current one.",
    resolve: async (_root, _args, context) => ({
      revokedCount: await revokeOtherSessions(context.services, actorOf(context)),
    }),
  }),
)
