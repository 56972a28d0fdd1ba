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
        description: 'Where the code was sent, masked, as j•••@example.com.',
      }),
      expiresAt: t.expose('expiresAt', {
        type: 'DateTime',
        description: 'When this sign-in ends and the password is needed again.',
      }),
      resendAvailableAt: t.expose('resendAvailableAt', {
        type: 'DateTime',
        description: 'When another code may be requested.',
      }),
      rememberMeAllowed: t.exposeBoolean('rememberMeAllowed', {
        description: 'Whether the account lets this device skip the code from now on.',
      }),
      rememberMeDays: t.exposeInt('rememberMeDays', {
        description: 'For how many days a remembered device skips the code.',
      }),
    }),
  })
