// The account and its team, as colleagues see them.
import { builder } from '../graphql/builder.ts'

builder.prismaNode('Account', {
  id: { field: 'id' },
  findUnique: (id, context) => ({ id, AND: { id: context.session?.accountId ?? '' } }),
  fields: (t) => ({
    name: t.exposeString('name'),
  }),
})

builder.prismaNode('TeamMember', {
  id: { field: 'id' },
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

const TeamMemberRoleRef = builder.enumType('TeamMemberRole', {
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
