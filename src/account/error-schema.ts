// The errors of changing a team, as data.
import { builder } from '../graphql/builder.ts'
import { ErrorInterface } from '../graphql/common.ts'
import { LastSensitiveDataAccessError, UnverifiedTeamMembersError } from './errors.ts'

builder.objectType(UnverifiedTeamMembersError, {
  name: 'UnverifiedTeamMembersError',
  description: 'With MFA on, these members could not sign in: they have not verified their email.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    teamMembers: t.prismaField({
      type: ['TeamMember'],
      description: 'The members who have to verify their email, by name.',
      resolve: (query, { teamMemberIds }, _args, { services, session }) =>
        services.db.teamMember.findMany({
          ...query,
          where: { id: { in: teamMemberIds }, accountId: session?.accountId ?? '' },
          orderBy: [{ name: 'asc' }, { id: 'asc' }],
        }),
    }),
  }),
})

builder.objectType(LastSensitiveDataAccessError, {
  name: 'LastSensitiveDataAccessError',
  description: 'Nobody would be left who can grant Sensitive Data Access.',
  interfaces: [ErrorInterface],
})
