// The mutation that completes a sign-in with a code.
import { builder } from '../../graphql/builder.ts'
import { RateLimitedError } from '../../platform/errors.ts'
import { trustedDeviceDays } from '../devices/trusted-device.ts'
import { ChallengeExpiredError, InvalidCodeError } from '../errors.ts'
import { handOver, LoginSuccessRef } from './login-success-schema.ts'
import { findPendingSignIn, verifyCode } from './verify-code.ts'

const VerifyCodeInput = builder.inputType('VerifyCodeInput', {
  description: 'The emailed code and its challenge.',
  fields: (t) => ({
    challengeToken: t.string({ required: true, description: 'From VerificationRequired.' }),
    code: t.string({ required: true, description: 'The six digits. Spaces are ignored.' }),
    rememberMe: t.boolean({
      defaultValue: false,
      description: `Trust this device: skip the code on it for ${trustedDeviceDays} days.`,
    }),
  }),
})

builder.mutationField('verifyCode', (t) =>
  t.errorUnionField({
    types: [LoginSuccessRef, InvalidCodeError, ChallengeExpiredError, RateLimitedError],
    description: 'Completes a sign-in with the emailed code.',
    args: {
      input: t.arg({ type: VerifyCodeInput, required: true, description: 'The code and its challenge.' }),
    },
    resolve: async (_root, { input }, context) => {
      const { services, client, cookies } = context
      const pending = await findPendingSignIn(services.db, input.challengeToken)
      // Before the code is used up: the response may have to set a cookie.
      if (pending.sessionTransport === 'COOKIE') cookies.ensureSettable()
      const { code, rememberMe } = input
      const answer = { factor: 'EMAIL_CODE', code, rememberMe: rememberMe ?? false } as const
      const signedIn = await verifyCode(services, pending, answer, client)
      return handOver(context, signedIn, signedIn.trustedDeviceToken, pending.sessionTransport)
    },
  }),
)
