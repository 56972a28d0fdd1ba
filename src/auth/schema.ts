// The viewer, their sessions and their remembered devices.
import { builder } from '../graphql/builder.ts'
import type { CurrentSession } from '../identity/session.ts'
import { hashesMatch, hashToken } from '../platform/encryption/crypto.ts'
import { listLiveSessions, listTrustedDevices } from './devices/list-access.ts'

const SessionRef = builder.prismaNode('Session', {
  id: { field: 'id' },
  nullable: true,
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

const TrustedDeviceRef = builder.prismaNode('TrustedDevice', {
  id: { field: 'id' },
  nullable: true,
  findUnique: (id, context) => ({ id, teamMemberId: context.session?.teamMemberId ?? '' }),
  fields: (t) => ({
    current: t.boolean({
      description:
        'Whether this is the browser that asks: the one with its cookie. False for clients without cookies.',
      select: { tokenHash: true },
      resolve: ({ tokenHash }, _args, { cookies: { trustedDeviceToken } }) =>
        trustedDeviceToken !== null && hashesMatch(hashToken(trustedDeviceToken), tokenHash),
    }),
    createdAt: t.expose('createdAt', {
      type: 'DateTime',
      description: 'When the code was last given on it.',
    }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      description: 'When it was last signed in on without a code.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      description: 'When a code is asked for again. Using the device does not move it.',
    }),
    userAgent: t.exposeString('userAgent', {
      nullable: true,
      description: 'The browser or client, as it names itself.',
    }),
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
    sessions: t.prismaField({
      type: [SessionRef],
      description: 'Where the member is signed in, the last used first.',
      resolve: async (query, { teamMemberId }, _args, { services: { db } }) =>
        db.session.findMany({
          ...query,
          where: { id: { in: await listLiveSessions(db, teamMemberId) } },
          orderBy: [{ lastSeenAt: 'desc' }, { createdAt: 'desc' }, { id: 'asc' }],
        }),
    }),
    trustedDevices: t.prismaField({
      type: [TrustedDeviceRef],
      description: 'The devices on which the member is asked for no code, the last used first.',
      resolve: async (query, { teamMemberId }, _args, { services: { db } }) =>
        db.trustedDevice.findMany({
          ...query,
          where: { id: { in: await listTrustedDevices(db, teamMemberId) } },
          orderBy: [{ lastUsedAt: 'desc' }, { createdAt: 'desc' }, { id: 'asc' }],
        }),
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
