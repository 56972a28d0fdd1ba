// Inviting someone to the team, and accepting the invitation.
import { InvalidTokenError, WeakPasswordError } from '../../auth/errors.ts'
import { invitationDays } from '../../auth/notices/mailed-link.ts'
import { passwordCharacters } from '../../auth/passwords/password-policy.ts'
import { builder } from '../../graphql/builder.ts'
import { actorOf } from '../../graphql/context.ts'
import { ReauthenticationRequiredError } from '../../identity/errors.ts'
import { ForbiddenError, InvalidInputError, RateLimitedError } from '../../platform/errors.ts'
import { maxNameCharacters } from '../name.ts'
import { memberSuccess, TeamMemberRoleRef } from '../team/member-schema.ts'
import { acceptInvitation } from './accept-invitation.ts'
import { inviteTeamMember } from './invite-team-member.ts'

const InviteTeamMemberInput = builder.inputType('InviteTeamMemberInput', {
  description: 'The person to invite.',
  fields: (t) => ({
    email: t.string({
      required: true,
      description: 'Where the invitation goes. The member signs in with it.',
    }),
    name: t.string({ required: true, description: `Full name, 1 to ${maxNameCharacters} characters.` }),
    role: t.field({ type: TeamMemberRoleRef, required: true, description: 'Their role.' }),
  }),
})

const InviteTeamMemberSuccessRef = memberSuccess('InviteTeamMemberSuccess', 'The invitation was sent.')

builder.mutationField('inviteTeamMember', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: InviteTeamMemberSuccessRef,
    errors: { types: [ForbiddenError, InvalidInputError, ReauthenticationRequiredError, RateLimitedError] },
    description: `Invites someone by email. The link works for ${invitationDays} days. Inviting someone again replaces their link. Super Admins may invite to every role; Admins to every role but Super Admin. A new Super Admin gets Sensitive Data Access, so inviting one requires what granting it requires.`,
    args: {
      input: t.arg({ type: InviteTeamMemberInput, required: true, description: 'The person to invite.' }),
    },
    resolve: async (_root, { input }, context) => {
      return { teamMemberId: await inviteTeamMember(context.services, actorOf(context), input) }
    },
  }),
)

const AcceptInvitationInput = builder.inputType('AcceptInvitationInput', {
  description: 'The token of the link, and a password.',
  fields: (t) => ({
    token: t.string({ required: true, description: 'The part of the mailed link after `#`.' }),
    password: t.string({
      required: true,
      description: `${passwordCharacters} characters, spaces included. Common and breached passwords are refused.`,
    }),
  }),
})

const AcceptInvitationSuccessRef = memberSuccess(
  'AcceptInvitationSuccess',
  'The member is active and can sign in with `login`.',
)

builder.mutationField('acceptInvitation', (t) =>
  t.field({
    type: AcceptInvitationSuccessRef,
    errors: { types: [InvalidTokenError, WeakPasswordError] },
    description:
      'Accepts an invitation: sets the password and marks the email as verified. Does not sign in.',
    args: {
      input: t.arg({
        type: AcceptInvitationInput,
        required: true,
        description: 'The token and the password.',
      }),
    },
    resolve: async (_root, { input }, { services, client }) => ({
      teamMemberId: await acceptInvitation(services, input, client),
    }),
  }),
)
