// The errors of signing in and of what needs it, as data.
import { builder } from '../graphql/builder.ts'
import { ErrorInterface } from '../graphql/common.ts'
import {
  ChallengeExpiredError,
  InvalidCodeError,
  InvalidCredentialsError,
  InvalidTokenError,
  WeakPasswordError,
} from './errors.ts'

builder.objectType(InvalidCredentialsError, {
  name: 'InvalidCredentialsError',
  description: 'The email, the password or both are wrong; which of them is not said.',
  interfaces: [ErrorInterface],
})

builder.objectType(InvalidCodeError, {
  name: 'InvalidCodeError',
  description: 'The code is wrong or too old.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    attemptsRemaining: t.exposeInt('attemptsRemaining', {
      description: 'Tries left for this code. At 0 only a new code, or signing in again, helps.',
    }),
  }),
})

builder.objectType(ChallengeExpiredError, {
  name: 'ChallengeExpiredError',
  description:
    'The code is asked for no more: it took too long, had too many wrong tries, or was given. `message` says how to begin again.',
  interfaces: [ErrorInterface],
})

builder.objectType(WeakPasswordError, {
  name: 'WeakPasswordError',
  description: 'The new password cannot be taken; `message` says what to change.',
  interfaces: [ErrorInterface],
})

builder.objectType(InvalidTokenError, {
  name: 'InvalidTokenError',
  description: 'The link was used, is too old, or never was.',
  interfaces: [ErrorInterface],
})
