// The errors of changing a team, as API types.
import { builder } from '../graphql/builder.ts'
import { ErrorInterface } from '../graphql/common.ts'
import { LastSensitiveDataAccessError, UnverifiedTeamMembersError } from './errors.ts'
import { byName } from './team/member-schema.ts'

builder.objectType(UnverifiedTeamMembersError, {
  name: 'UnverifiedTeamMembersError',
  description: 'Members without a verified email. With MFA on, they cannot sign in.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    teamMembers: t.prismaField({
      type: ['TeamMember'],
      description: 'The members who need to verify their email, by name.',
      resolve: (query, { teamMemberIds }, _args, { services, session }) =>
        services.db.teamMember.findMany({
          ...query,
          where: { id: { in: teamMemberIds }, accountId: session?.accountId ?? '' },
          orderBy: byName,
        }),
    }),
  }),
})

builder.objectType(LastSensitiveDataAccessError, {
  name: 'LastSensitiveDataAccessError',
  description: 'This is the last active member who can grant Sensitive Data Access.',
  interfaces: [ErrorInterface],
})
