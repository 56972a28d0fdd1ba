import { builder } from '../../graphql/builder.ts'
import type { VerificationRequired } from './issue-challenge.ts'

export const VerificationRequiredRef = builder
  .objectRef<VerificationRequired>('VerificationRequired')
  .implement({
    description: 'The password was correct. The emailed code completes the sign-in.',
    isTypeOf: (value) => typeof value === 'object' && value !== null && 'challengeToken' in value,
    fields: (t) => ({
      challengeToken: t.exposeString('challengeToken', {
        description: 'Pass it to `verifyCode`. It gives no other access.',
      }),
      sentTo: t.exposeString('sentTo', {
        description: 'The address that the code was sent to, masked, such as j•••@example.com.',
      }),
      expiresAt: t.expose('expiresAt', {
        type: 'DateTime',
        description: 'When this challenge expires. After that, sign in with the password again.',
      }),
      resendAvailableAt: t.expose('resendAvailableAt', {
        type: 'DateTime',
        description: 'When another code may be requested.',
      }),
      rememberMeAllowed: t.exposeBoolean('rememberMeAllowed', {
        description: 'Whether the account lets members skip the code on trusted devices.',
      }),
      rememberMeDays: t.exposeInt('rememberMeDays', {
        description: 'How many days a trusted device skips the code.',
      }),
    }),
  })
