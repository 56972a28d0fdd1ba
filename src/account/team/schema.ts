// Changing a team member: their access to sensitive data, their role, and whether they may sign in.

import { builder } from '../../graphql/builder.ts'
import { actorOf } from '../../graphql/context.ts'
import { idOf } from '../../graphql/global-id.ts'
import { ReauthenticationRequiredError } from '../../identity/errors.ts'
import { recentMinutes } from '../../identity/require-recent-authentication.ts'
import { ForbiddenError, NotFoundError, RateLimitedError } from '../../platform/errors.ts'
import { LastSensitiveDataAccessError, UnverifiedTeamMembersError } from '../errors.ts'
import { deactivateTeamMember } from './deactivate-team-member.ts'
import { memberSuccess, TeamMemberRoleRef } from './member-schema.ts'
import { noSuchMember } from './permissions.ts'
import { reactivateTeamMember } from './reactivate-team-member.ts'
import { setSensitiveDataAccess } from './set-sensitive-data-access.ts'
import { setTeamMemberRole } from './set-team-member-role.ts'

const memberIdOf = (input: { teamMemberId: string }) => idOf(input.teamMemberId, 'TeamMember', noSuchMember)

const teamMemberIdDescription = "The member's global id."

const SetSensitiveDataAccessInput = builder.inputType('SetSensitiveDataAccessInput', {
  description: 'The member, and whether they get or lose the access.',
  fields: (t) => ({
    teamMemberId: t.id({ required: true, description: teamMemberIdDescription }),
    granted: t.boolean({ required: true, description: 'True grants it, false revokes it.' }),
  }),
})

const SetSensitiveDataAccessSuccessRef = memberSuccess(
  'SetSensitiveDataAccessSuccess',
  'The access was granted or revoked.',
)

builder.mutationField('setSensitiveDataAccess', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: SetSensitiveDataAccessSuccessRef,
    errors: {
      types: [ForbiddenError, NotFoundError, LastSensitiveDataAccessError, ReauthenticationRequiredError],
    },
    description: `Grants or revokes Sensitive Data Access. For Super Admins who have it themselves and gave their password within the last ${recentMinutes} minutes. At least one active Super Admin keeps it.`,
    args: {
      input: t.arg({
        type: SetSensitiveDataAccessInput,
        required: true,
        description: 'The member and the access.',
      }),
    },
    resolve: async (_root, { input }, context) => {
      const teamMemberId = memberIdOf(input)
      await setSensitiveDataAccess(context.services, actorOf(context), {
        teamMemberId,
        granted: input.granted,
      })
      return { teamMemberId }
    },
  }),
)

const DeactivateTeamMemberInput = builder.inputType('DeactivateTeamMemberInput', {
  description: 'The member to deactivate.',
  fields: (t) => ({ teamMemberId: t.id({ required: true, description: teamMemberIdDescription }) }),
})

const DeactivateTeamMemberSuccessRef = memberSuccess(
  'DeactivateTeamMemberSuccess',
  'The member is deactivated and signed out everywhere.',
)

builder.mutationField('deactivateTeamMember', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: DeactivateTeamMemberSuccessRef,
    errors: { types: [ForbiddenError, NotFoundError, LastSensitiveDataAccessError] },
    description:
      'Deactivates a colleague, or withdraws an invitation. Signs the member out everywhere and removes their Sensitive Data Access. Super Admins may deactivate everyone but themselves; Admins may deactivate other Admins and Viewers.',
    args: { input: t.arg({ type: DeactivateTeamMemberInput, required: true, description: 'The member.' }) },
    resolve: async (_root, { input }, context) => {
      const teamMemberId = memberIdOf(input)
      await deactivateTeamMember(context.services, actorOf(context), teamMemberId)
      return { teamMemberId }
    },
  }),
)

const ReactivateTeamMemberInput = builder.inputType('ReactivateTeamMemberInput', {
  description: 'The member to reactivate.',
  fields: (t) => ({ teamMemberId: t.id({ required: true, description: teamMemberIdDescription }) }),
})

const ReactivateTeamMemberSuccessRef = memberSuccess(
  'ReactivateTeamMemberSuccess',
  'The member may sign in again, or got a new invitation if they never accepted theirs.',
)

builder.mutationField('reactivateTeamMember', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: ReactivateTeamMemberSuccessRef,
    errors: { types: [ForbiddenError, NotFoundError, UnverifiedTeamMembersError, RateLimitedError] },
    description:
      'Reactivates a colleague, without Sensitive Data Access. Sends a new invitation to a member who never accepted theirs. Members may reactivate those they may deactivate.',
    args: { input: t.arg({ type: ReactivateTeamMemberInput, required: true, description: 'The member.' }) },
    resolve: async (_root, { input }, context) => {
      const teamMemberId = memberIdOf(input)
      await reactivateTeamMember(context.services, actorOf(context), teamMemberId)
      return { teamMemberId }
    },
  }),
)

const SetTeamMemberRoleInput = builder.inputType('SetTeamMemberRoleInput', {
  description: 'The member, and their new role.',
  fields: (t) => ({
    teamMemberId: t.id({ required: true, description: teamMemberIdDescription }),
    role: t.field({ type: TeamMemberRoleRef, required: true, description: 'The new role.' }),
  }),
})

const SetTeamMemberRoleSuccessRef = memberSuccess('SetTeamMemberRoleSuccess', 'The member has the new role.')

builder.mutationField('setTeamMemberRole', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: SetTeamMemberRoleSuccessRef,
    errors: {
      types: [ForbiddenError, NotFoundError, LastSensitiveDataAccessError, ReauthenticationRequiredError],
    },
    description: `Changes a member's role. Does not change Sensitive Data Access. For Super Admins who gave their password within the last ${recentMinutes} minutes. At least one active Super Admin with Sensitive Data Access remains.`,
    args: {
      input: t.arg({ type: SetTeamMemberRoleInput, required: true, description: 'The member and the role.' }),
    },
    resolve: async (_root, { input }, context) => {
      const teamMemberId = memberIdOf(input)
      await setTeamMemberRole(context.services, actorOf(context), { teamMemberId, role: input.role })
      return { teamMemberId }
    },
  }),
)
