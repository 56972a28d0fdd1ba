// The account and its team, as colleagues see them.
import { trustedDeviceDays } from '../auth/devices/trusted-device.ts'
import { builder } from '../graphql/builder.ts'
import { pageBound } from '../graphql/page-start.ts'

export const TeamMemberRoleRef = builder.enumType('TeamMemberRole', {
  description: 'What a team member may do. Access to sensitive data is granted separately.',
  values: {
    SUPER_ADMIN: { description: 'Everything, including granting Sensitive Data Access.' },
    ADMIN: { description: 'Day-to-day administration.' },
    VIEWER: { description: 'Reading only.' },
  } as const,
})

const TeamMemberStatusRef = builder.enumType('TeamMemberStatus', {
  description: 'Where a team member stands in their account.',
  values: {
    INVITED: { description: 'Invited, has not yet accepted.' },
    ACTIVE: { description: 'May sign in.' },
    DEACTIVATED: { description: 'May not sign in. Members are deactivated, never deleted.' },
  } as const,
})

const TeamMemberRef = builder.prismaNode('TeamMember', {
  id: { field: 'id' },
  // A member of another account is null, not an error.
  nullable: true,
  findUnique: (id, context) => ({ id, accountId: context.session?.accountId ?? '' }),
  fields: (t) => ({
    name: t.exposeString('name'),
    email: t.exposeString('email'),
    emailVerified: t.boolean({
      description: 'Whether the member has proven that they read mail at this address.',
      select: { emailVerifiedAt: true },
      resolve: ({ emailVerifiedAt }) => emailVerifiedAt !== null,
    }),
    role: t.expose('role', { type: TeamMemberRoleRef }),
    sensitiveDataAccess: t.exposeBoolean('sensitiveDataAccess'),
    status: t.expose('status', { type: TeamMemberStatusRef }),
  }),
})

const byName = [{ name: 'asc' as const }, { id: 'asc' as const }]

const MfaSettingsRef = builder.prismaObject('Account', {
  variant: 'MfaSettings',
  description: 'How the members of an account sign in.',
  fields: (t) => ({
    enabled: t.exposeBoolean('mfaEnabled', {
      description: 'Whether signing in asks every member for a code sent by email.',
    }),
    rememberMeAllowed: t.exposeBoolean('rememberMeAllowed', {
      description: 'Whether members may have a device remembered, so that it is asked for no code.',
    }),
    rememberMeDays: t.int({
      description: 'For how many days a device is remembered.',
      resolve: () => trustedDeviceDays,
    }),
    unverifiedTeamMembers: t.relation('teamMembers', {
      description:
        'Active members whose email is not verified, by name: while there are any, MFA cannot be enabled. Who is invited does not count, since accepting verifies the address.',
      query: { where: { status: 'ACTIVE', emailVerifiedAt: null }, orderBy: byName },
    }),
    updatedAt: t.expose('mfaUpdatedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the setting was last changed. Null if never.',
    }),
    updatedBy: t.relation('mfaUpdatedBy', {
      nullable: true,
      description: 'Who last changed the setting. Null if nobody did, or the operator.',
    }),
  }),
})

builder.prismaNode('Account', {
  id: { field: 'id' },
  nullable: true,
  findUnique: (id, context) => ({ id, AND: { id: context.session?.accountId ?? '' } }),
  fields: (t) => ({
    name: t.exposeString('name'),
    mfaSettings: t.variant(MfaSettingsRef, { description: 'How the members of the account sign in.' }),
    teamMembers: t.prismaConnection(
      {
        type: TeamMemberRef,
        cursor: 'id',
        description: 'Everybody who is or was in the team, by name.',
        totalCount: ({ id: accountId }, _args, { services }) =>
          services.db.teamMember.count({ where: { accountId } }),
        resolve: async (query, { id: accountId }, _args, { services }) => {
          const name = await pageBound(query, 'asc', async (id) => {
            const own = await services.db.teamMember.findUnique({
              where: { id, accountId },
              select: { name: true },
            })
            return own?.name
          })
          return services.db.teamMember.findMany({ ...query, where: { accountId, name }, orderBy: byName })
        },
      },
      { name: 'TeamMemberConnection', description: 'A page of team members.' },
      { name: 'TeamMemberEdge', description: 'A team member in a list.' },
    ),
  }),
})
