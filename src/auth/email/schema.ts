// The viewer's own email: proving it, and changing it.
import { builder } from '../../graphql/builder.ts'
import { ErrorInterface } from '../../graphql/common.ts'
import { signedIn } from '../../graphql/context.ts'
import { InvalidInputError, RateLimitedError } from '../../platform/errors.ts'
import {
  ChallengeExpiredError,
  EmailAlreadyVerifiedError,
  InvalidCodeError,
  InvalidCredentialsError,
} from '../errors.ts'
import { ViewerRef } from '../schema.ts'
import { changeEmail, type PendingChange } from './change-email.ts'
import { type SentVerification, sendEmailVerification } from './send-email-verification.ts'
import { verifyEmail } from './verify-email.ts'

builder.objectType(EmailAlreadyVerifiedError, {
  name: 'EmailAlreadyVerifiedError',
  description: "The viewer's email is verified, and no other address waits for its code.",
  interfaces: [ErrorInterface],
})

builder.objectField(ViewerRef, 'pendingEmail', (t) =>
  t.string({
    nullable: true,
    description: 'The address that will be signed in with once its code is given. Null when none waits.',
    resolve: async ({ teamMemberId: id }, _args, { services }) => {
      const select = { pendingEmail: true }
      return (await services.db.teamMember.findUniqueOrThrow({ where: { id }, select })).pendingEmail
    },
  }),
)

const SendEmailVerificationSuccessRef = builder
  .objectRef<SentVerification>('SendEmailVerificationSuccess')
  .implement({
    description: 'A code is on its way: give it to `verifyEmail`.',
    fields: (t) => ({
      sentTo: t.exposeString('sentTo', { description: 'Where the code went, masked, as j•••@example.com.' }),
      expiresAt: t.expose('expiresAt', {
        type: 'DateTime',
        description: 'When this verification ends; each code of it works for ten minutes.',
      }),
      resendAvailableAt: t.expose('resendAvailableAt', {
        type: 'DateTime',
        description: 'When another code may be asked for.',
      }),
    }),
  })

builder.mutationField('sendEmailVerification', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: SendEmailVerificationSuccessRef,
    errors: { types: [EmailAlreadyVerifiedError, RateLimitedError] },
    description:
      "Sends a code to the viewer's email, or to the new one where a change waits; an earlier code no longer works.",
    resolve: (_root, _args, context) => {
      const { services, session, client } = signedIn(context)
      return sendEmailVerification(services, session, client)
    },
  }),
)

const VerifyEmailInput = builder.inputType('VerifyEmailInput', {
  description: 'The code that was emailed.',
  fields: (t) => ({
    code: t.string({ required: true, description: 'The six digits of the newest mail; spaces are ignored.' }),
  }),
})

const VerifyEmailSuccessRef = builder.objectRef<{ teamMemberId: string }>('VerifyEmailSuccess').implement({
  description: 'The address is verified; a new one is signed in with from now on.',
  fields: (t) => ({
    teamMember: t.prismaField({
      type: 'TeamMember',
      description: 'The viewer.',
      resolve: (query, { teamMemberId }, _args, { services }) =>
        services.db.teamMember.findUniqueOrThrow({ ...query, where: { id: teamMemberId } }),
    }),
  }),
})

builder.mutationField('verifyEmail', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: VerifyEmailSuccessRef,
    errors: { types: [InvalidCodeError, ChallengeExpiredError, RateLimitedError] },
    description: "Proves the viewer's email, or completes a change of it, with the code that was sent there.",
    args: { input: t.arg({ type: VerifyEmailInput, required: true, description: 'The code.' }) },
    resolve: async (_root, { input }, context) => {
      const { services, session, client } = signedIn(context)
      await verifyEmail(services, session, input.code, client)
      return { teamMemberId: session.teamMemberId }
    },
  }),
)

const ChangeEmailInput = builder.inputType('ChangeEmailInput', {
  description: 'The new address, and the password.',
  fields: (t) => ({
    newEmail: t.string({ required: true, description: 'Used by nobody else; stored in lower case.' }),
    password: t.string({ required: true, description: "The viewer's own." }),
  }),
})

const ChangeEmailSuccessRef = builder.objectRef<PendingChange>('ChangeEmailSuccess').implement({
  description: 'A code is on its way to the new address: give it to `verifyEmail`.',
  fields: (t) => ({
    pendingEmail: t.exposeString('pendingEmail', { description: 'The address that waits for its code.' }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      description: 'When this verification ends; afterwards `sendEmailVerification` sends another code.',
    }),
    resendAvailableAt: t.expose('resendAvailableAt', {
      type: 'DateTime',
      description: 'When `sendEmailVerification` may be asked for another code.',
    }),
  }),
})

builder.mutationField('changeEmail', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: ChangeEmailSuccessRef,
    errors: { types: [InvalidCredentialsError, InvalidInputError, RateLimitedError] },
    description:
      'Begins a change of the email that the viewer signs in with. It changes when the code sent to the new one is given.',
    args: { input: t.arg({ type: ChangeEmailInput, required: true, description: 'The new address.' }) },
    resolve: (_root, { input }, context) => {
      const { services, session, client } = signedIn(context)
      return changeEmail(services, session, input, client)
    },
  }),
)
