// The mutation that changes the MFA settings.
import { builder } from '../../graphql/builder.ts'
import { actorOf } from '../../graphql/context.ts'
import { ReauthenticationRequiredError, SensitiveDataAccessRequiredError } from '../../identity/errors.ts'
import { recentMinutes } from '../../identity/require-recent-authentication.ts'
import { UnverifiedTeamMembersError } from '../errors.ts'
import { updateMfaSettings } from './update-mfa-settings.ts'

const UpdateMfaSettingsInput = builder.inputType('UpdateMfaSettingsInput', {
  description: 'Omitted settings do not change.',
  fields: (t) => ({
    enabled: t.boolean({ description: 'Whether every member enters an emailed code to sign in.' }),
    rememberMeAllowed: t.boolean({
      description: 'Whether members may skip the code on devices that they trust.',
    }),
  }),
})

const UpdateMfaSettingsSuccessRef = builder
  .objectRef<{ accountId: string }>('UpdateMfaSettingsSuccess')
  .implement({
    description: 'The settings are saved.',
    fields: (t) => ({
      account: t.prismaField({
        type: 'Account',
        description: 'The account with its new settings.',
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
    description: `Changes the account's MFA settings. For members with Sensitive Data Access who gave their password within the last ${recentMinutes} minutes. MFA can be enabled once every active member has verified their email. Turning MFA on or off resets all trusted devices.`,
    args: {
      input: t.arg({ type: UpdateMfaSettingsInput, required: true, description: 'What to change.' }),
    },
    resolve: async (_root, { input }, context) => {
      const wanted = { enabled: input.enabled ?? null, rememberMeAllowed: input.rememberMeAllowed ?? null }
      await updateMfaSettings(context.services, actorOf(context), wanted)
      return { accountId: context.session.accountId }
    },
  }),
)
