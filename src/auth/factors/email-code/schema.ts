// The mutation that sends another code.
import { builder } from '../../../graphql/builder.ts'
import { RateLimitedError } from '../../../platform/errors.ts'
import { ChallengeExpiredError } from '../../errors.ts'
import { VerificationRequiredRef } from '../../sign-in/verification-required-schema.ts'
import { resendSeconds } from './code.ts'
import { resendCode } from './resend-code.ts'

const ResendCodeInput = builder.inputType('ResendCodeInput', {
  description: 'The sign-in whose code did not arrive.',
  fields: (t) => ({
    challengeToken: t.string({ required: true, description: 'From VerificationRequired.' }),
  }),
})

builder.mutationField('resendCode', (t) =>
  t.field({
    type: VerificationRequiredRef,
    errors: { types: [ChallengeExpiredError, RateLimitedError] },
    description: `Sends another code, at the earliest ${resendSeconds} seconds after the last one. The last code stops working.`,
    args: { input: t.arg({ type: ResendCodeInput, required: true, description: 'The sign-in.' }) },
    resolve: (_root, { input }, { services, client }) => resendCode(services, input.challengeToken, client),
  }),
)
