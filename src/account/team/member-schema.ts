// A team member, as colleagues see them.
import { builder } from '../../graphql/builder.ts'

export const TeamMemberRoleRef = builder.enumType('TeamMemberRole', {
  description: 'What a team member may do. Access to sensitive data is granted separately.',
  values: {
    SUPER_ADMIN: { description: 'Everything, including granting Sensitive Data Access.' },
    ADMIN: { description: 'Day-to-day administration.' },
    VIEWER: { description: 'Reading only.' },
  } as const,
})

const TeamMemberStatusRef = builder.enumType('TeamMemberStatus', {
  description: 'Whether a team member may sign in.',
  values: {
    INVITED: { description: 'Invited, but has not accepted yet.' },
    ACTIVE: { description: 'May sign in.' },
    DEACTIVATED: { description: 'May not sign in. Members are deactivated, never deleted.' },
  } as const,
})

export const TeamMemberRef = builder.prismaNode('TeamMember', {
  id: { field: 'id' },
  // Null for a member of another account, not an error.
  nullable: true,
  findUnique: (id, context) => ({ id, accountId: context.session?.accountId ?? '' }),
  fields: (t) => ({
    name: t.exposeString('name'),
    email: t.exposeString('email'),
    emailVerified: t.boolean({
      description: 'Whether the member has proven that they receive mail at this address.',
      select: { emailVerifiedAt: true },
      resolve: ({ emailVerifiedAt }) => emailVerifiedAt !== null,
    }),
    role: t.expose('role', { type: TeamMemberRoleRef }),
    sensitiveDataAccess: t.exposeBoolean('sensitiveDataAccess'),
    status: t.expose('status', { type: TeamMemberStatusRef }),
  }),
})

/** Sorts every list of members. */
export const byName = [{ name: 'asc' as const }, { id: 'asc' as const }]

/** The success of a mutation that returns the member as they are now. */
export const memberSuccess = (name: string, description: string) =>
  builder.objectRef<{ teamMemberId: string }>(name).implement({
    description,
    fields: (t) => ({
      teamMember: t.prismaField({
        type: TeamMemberRef,
        description: 'The member, as they are now.',
        resolve: (query, { teamMemberId }, _args, { services }) =>
          services.db.teamMember.findUniqueOrThrow({ ...query, where: { id: teamMemberId } }),
      }),
    }),
  })
