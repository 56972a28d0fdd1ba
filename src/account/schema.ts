// The account and its team.
import { builder } from '../graphql/builder.ts'
import { pageBound } from '../graphql/page-start.ts'
import { MfaSettingsRef } from './mfa/settings-schema.ts'
import { byName, TeamMemberRef } from './team/member-schema.ts'

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
        description: 'All members of the team, deactivated ones included, by name.',
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
