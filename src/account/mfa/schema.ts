// Changing how an account signs in.
import { ReauthenticationRequiredError, SensitiveDataAccessRequiredError } from '../../auth/errors.ts'
import { builder } from '../../graphql/builder.ts'
import { signedIn } from '../../graphql/context.ts'
import { UnverifiedTeamMembersError } from '../errors.ts'
import { updateMfaSettings } from './update-mfa-settings.ts'

const UpdateMfaSettingsInput = builder.inputType('UpdateMfaSettingsInput', {
  description: 'What is left out stays as it is.',
  fields: (t) => ({
    enabled: t.boolean({ description: 'Whether signing in asks every member for a code sent by e-mail.' }),
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
  t.errorUnionField({
    authScopes: { signedIn: true },
    types: [
      UpdateMfaSettingsSuccessRef,
      SensitiveDataAccessRequiredError,
      UnverifiedTeamMembersError,
      ReauthenticationRequiredError,
    ],
    union: { resolveType: () => 'UpdateMfaSettingsSuccess' },
    description:
      "Changes the account's MFA setting. Only for members with Sensitive Data Access, within ten minutes of giving their password; MFA can be enabled once every active member has verified their e-mail. Turning it on or off forgets all remembered devices.",
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
