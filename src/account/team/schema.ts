// Changing the team: who has access to sensitive data, who is active, who may do what.

import { builder } from '../../graphql/builder.ts'
import { signedIn } from '../../graphql/context.ts'
import { idOf } from '../../graphql/global-id.ts'
import { ReauthenticationRequiredError } from '../../identity/errors.ts'
import { ForbiddenError, NotFoundError, RateLimitedError } from '../../platform/errors.ts'
import { LastSensitiveDataAccessError, UnverifiedTeamMembersError } from '../errors.ts'
import { TeamMemberRoleRef } from '../schema.ts'
import { deactivateTeamMember } from './deactivate-team-member.ts'
import { noSuchMember } from './permissions.ts'
import { reactivateTeamMember } from './reactivate-team-member.ts'
import { setSensitiveDataAccess } from './set-sensitive-data-access.ts'
import { setTeamMemberRole } from './set-team-member-role.ts'

/** A success that leads to the member as they are now. */
export const memberSuccess = (name: string, description: string) =>
  builder.objectRef<{ teamMemberId: string }>(name).implement({
    description,
    fields: (t) => ({
      teamMember: t.prismaField({
        type: 'TeamMember',
        description: 'The member, as they are now.',
        resolve: (query, { teamMemberId }, _args, { services }) =>
          services.db.teamMember.findUniqueOrThrow({ ...query, where: { id: teamMemberId } }),
      }),
    }),
  })

const memberIdOf = (input: { teamMemberId: string }) => idOf(input.teamMemberId, 'TeamMember', noSuchMember)

const teamMemberIdDescription = "The member's global id."

const SetSensitiveDataAccessInput = builder.inputType('SetSensitiveDataAccessInput', {
  description: 'Whose access, and whether they have it.',
  fields: (t) => ({
    teamMemberId: t.id({ required: true, description: teamMemberIdDescription }),
    granted: t.boolean({ required: true, description: 'True grants it, false takes it away.' }),
  }),
})

const SetSensitiveDataAccessSuccessRef = memberSuccess(
  'SetSensitiveDataAccessSuccess',
  'The member has access to sensitive data, or no longer has, as asked.',
)

builder.mutationField('setSensitiveDataAccess', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: SetSensitiveDataAccessSuccessRef,
    errors: {
      types: [ForbiddenError, NotFoundError, LastSensitiveDataAccessError, ReauthenticationRequiredError],
    },
    description:
      'Grants Sensitive Data Access or takes it away. Only for Super Admins who have it themselves, within ten minutes of giving their password. At least one active Super Admin keeps it.',
    args: {
      input: t.arg({ type: SetSensitiveDataAccessInput, required: true, description: 'Whose access.' }),
    },
    resolve: async (_root, { input }, context) => {
      const { services, session, client } = signedIn(context)
      const teamMemberId = memberIdOf(input)
      await setSensitiveDataAccess(services, session, { teamMemberId, granted: input.granted }, client)
      return { teamMemberId }
    },
  }),
)

const DeactivateTeamMemberInput = builder.inputType('DeactivateTeamMemberInput', {
  description: 'Who is deactivated.',
  fields: (t) => ({ teamMemberId: t.id({ required: true, description: teamMemberIdDescription }) }),
})

const DeactivateTeamMemberSuccessRef = memberSuccess(
  'DeactivateTeamMemberSuccess',
  'The member is deactivated, and signed out everywhere.',
)

builder.mutationField('deactivateTeamMember', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: DeactivateTeamMemberSuccessRef,
    errors: { types: [ForbiddenError, NotFoundError, LastSensitiveDataAccessError] },
    description:
      'Deactivates a colleague, or withdraws an invitation: signed out everywhere, no Sensitive Data Access any more. Super Admins deactivate anybody but themselves, Admins other Admins and Viewers.',
    args: { input: t.arg({ type: DeactivateTeamMemberInput, required: true, description: 'Who.' }) },
    resolve: async (_root, { input }, context) => {
      const { services, session, client } = signedIn(context)
      const teamMemberId = memberIdOf(input)
      await deactivateTeamMember(services, session, teamMemberId, client)
      return { teamMemberId }
    },
  }),
)

const ReactivateTeamMemberInput = builder.inputType('ReactivateTeamMemberInput', {
  description: 'Who is reactivated.',
  fields: (t) => ({ teamMemberId: t.id({ required: true, description: teamMemberIdDescription }) }),
})

const ReactivateTeamMemberSuccessRef = memberSuccess(
  'ReactivateTeamMemberSuccess',
  'The member may sign in again; or is invited again, if they never accepted.',
)

builder.mutationField('reactivateTeamMember', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: ReactivateTeamMemberSuccessRef,
    errors: { types: [ForbiddenError, NotFoundError, UnverifiedTeamMembersError, RateLimitedError] },
    description:
      'Takes back a colleague who was deactivated, without Sensitive Data Access. Who never accepted their invitation is sent a new one. For whoever may deactivate them.',
    args: { input: t.arg({ type: ReactivateTeamMemberInput, required: true, description: 'Who.' }) },
    resolve: async (_root, { input }, context) => {
      const { services, session, client } = signedIn(context)
      const teamMemberId = memberIdOf(input)
      await reactivateTeamMember(services, session, teamMemberId, client)
      return { teamMemberId }
    },
  }),
)

const SetTeamMemberRoleInput = builder.inputType('SetTeamMemberRoleInput', {
  description: 'Whose role, and which.',
  fields: (t) => ({
    teamMemberId: t.id({ required: true, description: teamMemberIdDescription }),
    role: t.field({ type: TeamMemberRoleRef, required: true, description: 'What they may do from now on.' }),
  }),
})

const SetTeamMemberRoleSuccessRef = memberSuccess('SetTeamMemberRoleSuccess', 'The member has the role.')

builder.mutationField('setTeamMemberRole', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: SetTeamMemberRoleSuccessRef,
    errors: {
      types: [ForbiddenError, NotFoundError, LastSensitiveDataAccessError, ReauthenticationRequiredError],
    },
    description:
      'Changes what a member may do; Sensitive Data Access stays as it is. Only for Super Admins, within ten minutes of giving their password. At least one active Super Admin with Sensitive Data Access remains.',
    args: { input: t.arg({ type: SetTeamMemberRoleInput, required: true, description: 'Whose role.' }) },
    resolve: async (_root, { input }, context) => {
      const { services, session, client } = signedIn(context)
      const teamMemberId = memberIdOf(input)
      await setTeamMemberRole(services, session, { teamMemberId, role: input.role }, client)
      return { teamMemberId }
    },
  }),
)
