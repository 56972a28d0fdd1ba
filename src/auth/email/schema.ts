// Verifying and changing the viewer's own email.
import { builder } from '../../graphql/builder.ts'
import { ErrorInterface } from '../../graphql/common.ts'
import { actorOf } from '../../graphql/context.ts'
import { InvalidInputError, RateLimitedError } from '../../platform/errors.ts'
import {
  ChallengeExpiredError,
  EmailAlreadyVerifiedError,
  InvalidCodeError,
  InvalidCredentialsError,
} from '../errors.ts'
import { codeMinutes } from '../factors/email-code/code.ts'
import { ViewerRef } from '../schema.ts'
import { changeEmail, type PendingChange } from './change-email.ts'
import { type SentVerification, sendEmailVerification } from './send-email-verification.ts'
import { verifyEmail } from './verify-email.ts'

builder.objectType(EmailAlreadyVerifiedError, {
  name: 'EmailAlreadyVerifiedError',
  description: "The viewer's email is already verified, and no new address is pending.",
  interfaces: [ErrorInterface],
})

builder.objectField(ViewerRef, 'pendingEmail', (t) =>
  t.string({
    nullable: true,
    description: 'The new address that is not verified yet. Null when there is none.',
    resolve: async ({ teamMemberId: id }, _args, { services }) => {
      const select = { pendingEmail: true }
      return (await services.db.teamMember.findUniqueOrThrow({ where: { id }, select })).pendingEmail
    },
  }),
)

const SendEmailVerificationSuccessRef = builder
  .objectRef<SentVerification>('SendEmailVerificationSuccess')
  .implement({
    description: 'A code was sent. Enter it with `verifyEmail`.',
    fields: (t) => ({
      sentTo: t.exposeString('sentTo', {
        description: 'The address that the code was sent to, masked, such as j•••@example.com.',
      }),
      expiresAt: t.expose('expiresAt', {
        type: 'DateTime',
        description: `When this challenge expires. Each code works for ${codeMinutes} minutes.`,
      }),
      resendAvailableAt: t.expose('resendAvailableAt', {
        type: 'DateTime',
        description: 'When another code can be requested.',
      }),
    }),
  })

builder.mutationField('sendEmailVerification', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: SendEmailVerificationSuccessRef,
    errors: { types: [EmailAlreadyVerifiedError, RateLimitedError] },
    description:
      "Sends a code to the viewer's email, or to the new address while a change is pending. Earlier codes stop working.",
    resolve: (_root, _args, context) => {
      return sendEmailVerification(context.services, actorOf(context))
    },
  }),
)

const VerifyEmailInput = builder.inputType('VerifyEmailInput', {
  description: 'The emailed code.',
  fields: (t) => ({
    code: t.string({
      required: true,
      description: 'The six digits of the newest email. Spaces are ignored.',
    }),
  }),
})

const VerifyEmailSuccessRef = builder.objectRef<{ teamMemberId: string }>('VerifyEmailSuccess').implement({
  description: 'The address is verified. The viewer signs in with it from now on.',
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
    description: "Verifies the viewer's email, or completes a change of it.",
    args: { input: t.arg({ type: VerifyEmailInput, required: true, description: 'The code.' }) },
    resolve: async (_root, { input }, context) => {
      await verifyEmail(context.services, actorOf(context), input.code)
      return { teamMemberId: context.session.teamMemberId }
    },
  }),
)

const ChangeEmailInput = builder.inputType('ChangeEmailInput', {
  description: 'The new address, and the password.',
  fields: (t) => ({
    newEmail: t.string({ required: true, description: 'Must not be in use. Stored in lower case.' }),
    password: t.string({ required: true, description: "The viewer's password." }),
  }),
})

const ChangeEmailSuccessRef = builder.objectRef<PendingChange>('ChangeEmailSuccess').implement({
  description: 'A code was sent to the new address. Enter it with `verifyEmail`.',
  fields: (t) => ({
    pendingEmail: t.exposeString('pendingEmail', {
      description: 'The new address, which is not verified yet.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      description: 'When this challenge expires. After that, `sendEmailVerification` sends another code.',
    }),
    resendAvailableAt: t.expose('resendAvailableAt', {
      type: 'DateTime',
      description: 'When `sendEmailVerification` can send another code.',
    }),
  }),
})

builder.mutationField('changeEmail', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: ChangeEmailSuccessRef,
    errors: { types: [InvalidCredentialsError, InvalidInputError, RateLimitedError] },
    description:
      'Begins a change of the email that the viewer signs in with. It takes effect when they enter the code that is sent to the new address.',
    args: { input: t.arg({ type: ChangeEmailInput, required: true, description: 'The new address.' }) },
    resolve: (_root, { input }, context) => {
      return changeEmail(context.services, actorOf(context), input)
    },
  }),
)
