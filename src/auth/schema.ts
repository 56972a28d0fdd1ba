// The viewer. Other capabilities add their fields to it.
import { builder } from '../graphql/builder.ts'
import { type CurrentSession, listLiveSessions } from '../identity/session.ts'
import { SessionRef } from './devices/session-schema.ts'
import { listTrustedDevices } from './devices/trusted-device.ts'
import { TrustedDeviceRef } from './devices/trusted-device-schema.ts'

export const ViewerRef = builder.objectRef<CurrentSession>('Viewer').implement({
  description: 'The signed-in team member, with what only they may see.',
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
      description: 'Where the member is signed in, most recently used first.',
      resolve: async (query, { teamMemberId }, _args, { services: { db } }) =>
        db.session.findMany({
          ...query,
          where: { id: { in: await listLiveSessions(db, teamMemberId) } },
          orderBy: [{ lastSeenAt: 'desc' }, { createdAt: 'desc' }, { id: 'asc' }],
        }),
    }),
    trustedDevices: t.prismaField({
      type: [TrustedDeviceRef],
      description: 'The devices on which the member skips the code, most recently used first.',
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
