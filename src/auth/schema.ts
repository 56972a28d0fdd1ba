// The viewer, and their sessions.
import { builder } from '../graphql/builder.ts'
import type { CurrentSession } from './session.ts'

const SessionRef = builder.prismaNode('Session', {
  id: { field: 'id' },
  findUnique: (id, context) => ({ id, teamMemberId: context.session?.teamMemberId ?? '' }),
  fields: (t) => ({
    current: t.boolean({
      description: 'Whether this is the session that asks.',
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

export const ViewerRef = builder.objectRef<CurrentSession>('Viewer').implement({
  description: "The signed-in team member's own view of themself.",
  fields: (t) => ({
    teamMember: t.prismaField({
      type: 'TeamMember',
      description: 'The member who is signed in.',
      resolve: (query, session, _args, { services }) =>
        services.db.teamMember.findUniqueOrThrow({ ...query, where: { id: session.teamMemberId } }),
    }),
    account: t.prismaField({
      type: 'Account',
      description: "The member's account.",
      resolve: (query, session, _args, { services }) =>
        services.db.account.findUniqueOrThrow({ ...query, where: { id: session.accountId } }),
    }),
    session: t.prismaField({
      type: SessionRef,
      description: 'The session that asks.',
      resolve: (query, session, _args, { services }) =>
        services.db.session.findUniqueOrThrow({ ...query, where: { id: session.id } }),
    }),
  }),
})

builder.queryField('viewer', (t) =>
  t.field({
    type: ViewerRef,
    nullable: true,
    description: 'Who is signed in. Null when nobody is.',
    resolve: (_root, _args, { session }) => session,
  }),
)
