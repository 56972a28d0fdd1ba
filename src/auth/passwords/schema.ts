// The viewer's own password: changing, resetting and confirming it.
import { builder } from '../../graphql/builder.ts'
import { actorOf } from '../../graphql/context.ts'
import { recentMinutes } from '../../identity/require-recent-authentication.ts'
import { RateLimitedError } from '../../platform/errors.ts'
import { InvalidCredentialsError, InvalidTokenError, WeakPasswordError } from '../errors.ts'
import { resetMinutes } from '../notices/mailed-link.ts'
import { changePassword } from './change-password.ts'
import { passwordCharacters } from './password-policy.ts'
import { reauthenticate } from './reauthenticate.ts'
import { personLimit, requestPasswordReset } from './request-password-reset.ts'
import { resetPassword } from './reset-password.ts'

const done = (name: string, description: string) =>
  builder.objectRef<{ ok: true }>(name).implement({
    description,
    fields: (t) => ({ ok: t.exposeBoolean('ok', { description: 'Always true.' }) }),
  })

const ok = { ok: true } as const

const newPasswordDescription = `${passwordCharacters} characters, spaces included. Common and breached passwords are refused.`

const ChangePasswordInput = builder.inputType('ChangePasswordInput', {
  description: 'The current password and the new one.',
  fields: (t) => ({
    currentPassword: t.string({ required: true, description: 'The current password.' }),
    newPassword: t.string({
      required: true,
      description: newPasswordDescription,
    }),
  }),
})

builder.mutationField('changePassword', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: done('ChangePasswordSuccess', 'The password was changed. The current session stays signed in.'),
    errors: { types: [InvalidCredentialsError, WeakPasswordError, RateLimitedError] },
    description: "Changes the viewer's password. Ends every other session, and resets trusted devices.",
    args: { input: t.arg({ type: ChangePasswordInput, required: true, description: 'The passwords.' }) },
    resolve: async (_root, { input }, context) => {
      await changePassword(context.services, actorOf(context), input)
      return ok
    },
  }),
)

const RequestPasswordResetInput = builder.inputType('RequestPasswordResetInput', {
  description: 'The person who forgot their password.',
  fields: (t) => ({ email: t.string({ required: true, description: 'Case is ignored.' }) }),
})

builder.mutationField('requestPasswordReset', (t) =>
  t.field({
    type: done(
      'RequestPasswordResetSuccess',
      'If an active member signs in with this address, a link was sent.',
    ),
    errors: { types: [RateLimitedError] },
    description: `Emails a link for choosing a new password. The link works for ${resetMinutes} minutes. The answer does not reveal whether the person exists. A person can get ${personLimit.limit} links an hour.`,
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
    token: t.string({ required: true, description: 'The part of the mailed link after `#`.' }),
    newPassword: t.string({
      required: true,
      description: newPasswordDescription,
    }),
  }),
})

builder.mutationField('resetPassword', (t) =>
  t.field({
    type: done('ResetPasswordSuccess', 'The password was changed. Sign in with it.'),
    errors: { types: [InvalidTokenError, WeakPasswordError, RateLimitedError] },
    description:
      'Sets a new password with a link from `requestPasswordReset`. Ends every session, and resets trusted devices. Does not sign in.',
    args: {
      input: t.arg({
        type: ResetPasswordInput,
        required: true,
        description: 'The token and the new password.',
      }),
    },
    resolve: async (_root, { input }, { services, client }) => {
      await resetPassword(services, input, client)
      return ok
    },
  }),
)

const ReauthenticateInput = builder.inputType('ReauthenticateInput', {
  description: 'The password.',
  fields: (t) => ({ password: t.string({ required: true, description: "The viewer's password." }) }),
})

const ReauthenticateSuccessRef = builder
  .objectRef<{ authenticatedUntil: Date }>('ReauthenticateSuccess')
  .implement({
    description: 'The session counts as recently authenticated.',
    fields: (t) => ({
      authenticatedUntil: t.expose('authenticatedUntil', {
        type: 'DateTime',
        description: `Until when: ${recentMinutes} minutes from now.`,
      }),
    }),
  })

builder.mutationField('reauthenticate', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: ReauthenticateSuccessRef,
    errors: { types: [InvalidCredentialsError, RateLimitedError] },
    description: `Confirms the password. Changing MFA, roles or Sensitive Data Access requires this within the last ${recentMinutes} minutes.`,
    args: { input: t.arg({ type: ReauthenticateInput, required: true, description: 'The password.' }) },
    resolve: async (_root, { input }, context) => {
      return { authenticatedUntil: await reauthenticate(context.services, actorOf(context), input.password) }
    },
  }),
)
