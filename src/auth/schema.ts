// The viewer. Other schema files add fields to it.
import { builder } from '../graphql/builder.ts'
import { type CurrentSession, listLiveSessions } from '../identity/session.ts'
import { SessionRef } from './devices/session-schema.ts'
import { listTrustedDevices } from './devices/trusted-device.ts'
import { TrustedDeviceRef } from './devices/trusted-device-schema.ts'

export const ViewerRef = builder.objectRef<CurrentSession>('Viewer').implement({
  description: 'The signed-in team member, with data that only they may see.',
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
      description: 'The current session.',
      resolve: (query, session, _args, { services }) =>
        services.db.session.findUniqueOrThrow({ ...query, where: { id: session.id } }),
    }),
    sessions: t.prismaField({
      type: [SessionRef],
      description: "The member's sessions, most recently used first.",
      resolve: async (query, { teamMemberId }, _args, { services: { db } }) =>
        db.session.findMany({
          ...query,
          where: { id: { in: await listLiveSessions(db, teamMemberId) } },
          orderBy: [{ lastSeenAt: 'desc' }, { createdAt: 'desc' }, { id: 'asc' }],
        }),
    }),
    trustedDevices: t.prismaField({
      type: [TrustedDeviceRef],
      description: "The member's trusted devices, which skip the code, most recently used first.",
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
    description: 'The signed-in member. Null when the request has no session.',
    resolve: (_root, _args, { session }) => session,
  }),
)
