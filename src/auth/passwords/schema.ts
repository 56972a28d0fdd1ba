// The viewer's own password: changing it, resetting it when it is forgotten, giving it again.
import { builder } from '../../graphql/builder.ts'
import { signedIn } from '../../graphql/context.ts'
import { RateLimitedError } from '../../platform/errors.ts'
import { InvalidCredentialsError, InvalidTokenError, WeakPasswordError } from '../errors.ts'
import { changePassword } from './change-password.ts'
import { reauthenticate } from './reauthenticate.ts'
import { requestPasswordReset } from './request-password-reset.ts'
import { resetPassword } from './reset-password.ts'

const done = (name: string, description: string) =>
  builder.objectRef<{ ok: true }>(name).implement({
    description,
    fields: (t) => ({ ok: t.exposeBoolean('ok', { description: 'Always true.' }) }),
  })

const ok = { ok: true } as const

const ChangePasswordInput = builder.inputType('ChangePasswordInput', {
  description: 'The password so far, and the new one.',
  fields: (t) => ({
    currentPassword: t.string({ required: true, description: 'The one so far.' }),
    newPassword: t.string({
      required: true,
      description: '12 to 128 characters, spaces included, that are not easily guessed.',
    }),
  }),
})

builder.mutationField('changePassword', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: done('ChangePasswordSuccess', 'The new password counts; the session that asked goes on.'),
    errors: { types: [InvalidCredentialsError, WeakPasswordError, RateLimitedError] },
    description:
      "Changes the viewer's password. Every other session ends, and remembered devices are forgotten.",
    args: { input: t.arg({ type: ChangePasswordInput, required: true, description: 'Both passwords.' }) },
    resolve: async (_root, { input }, context) => {
      const { services, session, client } = signedIn(context)
      await changePassword(services, session, input, client)
      return ok
    },
  }),
)

const RequestPasswordResetInput = builder.inputType('RequestPasswordResetInput', {
  description: 'Who has forgotten their password.',
  fields: (t) => ({ email: t.string({ required: true, description: 'In any case.' }) }),
})

builder.mutationField('requestPasswordReset', (t) =>
  t.field({
    type: done(
      'RequestPasswordResetSuccess',
      'If somebody signs in with this address, a link is on its way.',
    ),
    errors: { types: [RateLimitedError] },
    description:
      'Sends a link for choosing a new password. Whether there is such a person is not said. Three an hour for a person.',
    args: { input: t.arg({ type: RequestPasswordResetInput, required: true, description: 'The person.' }) },
    resolve: async (_root, { input }, { services, client }) => {
      await requestPasswordReset(services, input.email, client)
      return ok
    },
  }),
)

const ResetPasswordInput = builder.inputType('ResetPasswordInput', {
  description: 'The token of the link, and the new password.',
  fields: (t) => ({
    token: t.string({ required: true, description: "What stands after `#` in the mail's link." }),
    newPassword: t.string({
      required: true,
      description: '12 to 128 characters, spaces included, that are not easily guessed.',
    }),
  }),
})

builder.mutationField('resetPassword', (t) =>
  t.field({
    type: done('ResetPasswordSuccess', 'The new password counts: sign in with it.'),
    errors: { types: [InvalidTokenError, WeakPasswordError, RateLimitedError] },
    description:
      'Chooses a new password with a link from `requestPasswordReset`, and ends every session. Signs nobody in.',
    args: { input: t.arg({ type: ResetPasswordInput, required: true, description: 'The link and more.' }) },
    resolve: async (_root, { input }, { services, client }) => {
      await resetPassword(services, input, client)
      return ok
    },
  }),
)

const ReauthenticateInput = builder.inputType('ReauthenticateInput', {
  description: 'The password.',
  fields: (t) => ({ password: t.string({ required: true, description: "The viewer's own." }) }),
})

const ReauthenticateSuccessRef = builder
  .objectRef<{ authenticatedUntil: Date }>('ReauthenticateSuccess')
  .implement({
    description: 'The session counts as recently authenticated.',
    fields: (t) => ({
      authenticatedUntil: t.expose('authenticatedUntil', {
        type: 'DateTime',
        description: 'Until when, ten minutes from now.',
      }),
    }),
  })

builder.mutationField('reauthenticate', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: ReauthenticateSuccessRef,
    errors: { types: [InvalidCredentialsError, RateLimitedError] },
    description: 'Gives the password again, as what changes MFA or access to sensitive data asks for.',
    args: { input: t.arg({ type: ReauthenticateInput, required: true, description: 'The password.' }) },
    resolve: async (_root, { input }, context) => {
      const { services, session, client } = signedIn(context)
      return { authenticatedUntil: await reauthenticate(services, session, input.password, client) }
    },
  }),
)
