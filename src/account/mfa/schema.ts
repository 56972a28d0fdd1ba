// Changing how an account signs in.

import { builder } from '../../graphql/builder.ts'
import { signedIn } from '../../graphql/context.ts'
import { ReauthenticationRequiredError, SensitiveDataAccessRequiredError } from '../../identity/errors.ts'
import { UnverifiedTeamMembersError } from '../errors.ts'
import { updateMfaSettings } from './update-mfa-settings.ts'

const UpdateMfaSettingsInput = builder.inputType('UpdateMfaSettingsInput', {
  description: 'What is left out stays as it is.',
  fields: (t) => ({
    enabled: t.boolean({ description: 'Whether signing in asks every member for a code sent by email.' }),
    rememberMeAllowed: t.boolean({ description: 'Whether members may have a device remembered.' }),
  }),
})

const UpdateMfaSettingsSuccessRef = builder
  .objectRef<{ accountId: string }>('UpdateMfaSettingsSuccess')
  .implement({
    description: 'The setting is as asked.',
    fields: (t) => ({
      account: t.prismaField({
        type: 'Account',
        description: 'The account, with its setting as it is now.',
        resolve: (query, { accountId }, _args, { services }) =>
          services.db.account.findUniqueOrThrow({ ...query, where: { id: accountId } }),
      }),
    }),
  })

builder.mutationField('updateMfaSettings', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: UpdateMfaSettingsSuccessRef,
    errors: {
      types: [SensitiveDataAccessRequiredError, UnverifiedTeamMembersError, ReauthenticationRequiredError],
    },
    description:
      "Changes the account's MFA setting. Only for members with Sensitive Data Access, within ten minutes of giving their password; MFA can be enabled once every active member has verified their email. Turning it on or off forgets all remembered devices.",
    args: {
      input: t.arg({ type: UpdateMfaSettingsInput, required: true, description: 'What to change.' }),
    },
    resolve: async (_root, { input }, context) => {
      const { services, session, client } = signedIn(context)
      const change = { enabled: input.enabled ?? null, rememberMeAllowed: input.rememberMeAllowed ?? null }
      await updateMfaSettings(services, session, change, client)
      return { accountId: session.accountId }
    },
  }),
)
