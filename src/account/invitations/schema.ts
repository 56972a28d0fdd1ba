// Inviting somebody to the team, and accepting.

import { InvalidTokenError, WeakPasswordError } from '../../auth/errors.ts'
import { builder } from '../../graphql/builder.ts'
import { signedIn } from '../../graphql/context.ts'
import { ReauthenticationRequiredError } from '../../identity/errors.ts'
import { ForbiddenError, InvalidInputError, RateLimitedError } from '../../platform/errors.ts'
import { TeamMemberRoleRef } from '../schema.ts'
import { memberSuccess } from '../team/schema.ts'
import { acceptInvitation } from './accept-invitation.ts'
import { inviteTeamMember } from './invite-team-member.ts'

const InviteTeamMemberInput = builder.inputType('InviteTeamMemberInput', {
  description: 'Who is invited.',
  fields: (t) => ({
    email: t.string({ required: true, description: 'Where the invitation goes, and their login.' }),
    name: t.string({ required: true, description: 'Full name, 1 to 200 characters.' }),
    role: t.field({ type: TeamMemberRoleRef, required: true, description: 'What they may do.' }),
  }),
})

const InviteTeamMemberSuccessRef = memberSuccess('InviteTeamMemberSuccess', 'The invitation is on its way.')

builder.mutationField('inviteTeamMember', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: InviteTeamMemberSuccessRef,
    errors: { types: [ForbiddenError, InvalidInputError, ReauthenticationRequiredError, RateLimitedError] },
    description:
      'Invites somebody by email; the link works for 7 days. Again for somebody who is invited: a new link in the place of the old one. Super Admins invite anybody, Admins everybody but Super Admins. A Super Admin gets Sensitive Data Access, so inviting one takes what granting it takes.',
    args: { input: t.arg({ type: InviteTeamMemberInput, required: true, description: 'Who is invited.' }) },
    resolve: async (_root, { input }, context) => {
      const { services, session, client } = signedIn(context)
      return { teamMemberId: await inviteTeamMember(services, session, input, client) }
    },
  }),
)

const AcceptInvitationInput = builder.inputType('AcceptInvitationInput', {
  description: 'The link and the password chosen.',
  fields: (t) => ({
    token: t.string({ required: true, description: 'What follows `#` in the link of the mail.' }),
    password: t.string({ required: true, description: '12 to 128 characters; taken as it is.' }),
  }),
})

const AcceptInvitationSuccessRef = memberSuccess(
  'AcceptInvitationSuccess',
  'The member is active. They sign in with `login`.',
)

builder.mutationField('acceptInvitation', (t) =>
  t.field({
    type: AcceptInvitationSuccessRef,
    errors: { types: [InvalidTokenError, WeakPasswordError] },
    description:
      'Accepts an invitation: sets the password, and takes the email as verified. Signs nobody in.',
    args: {
      input: t.arg({
        type: AcceptInvitationInput,
        required: true,
        description: 'The link and the password.',
      }),
    },
    resolve: async (_root, { input }, { services, client }) => ({
      teamMemberId: await acceptInvitation(services, input, client),
    }),
  }),
)
