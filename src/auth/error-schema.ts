// The errors of signing in, as API types.
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
  description: 'The email, the password or both are wrong. The error does not say which.',
  interfaces: [ErrorInterface],
})

builder.objectType(InvalidCodeError, {
  name: 'InvalidCodeError',
  description: 'The code is wrong or expired.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    attemptsRemaining: t.exposeInt('attemptsRemaining', {
      description: 'Attempts left for this code. At 0, request a new code or sign in again.',
    }),
  }),
})

builder.objectType(ChallengeExpiredError, {
  name: 'ChallengeExpiredError',
  description:
    'The challenge expired, ran out of attempts, or was already completed. `message` says how to start again.',
  interfaces: [ErrorInterface],
})

builder.objectType(WeakPasswordError, {
  name: 'WeakPasswordError',
  description: 'The new password is refused. `message` says why.',
  interfaces: [ErrorInterface],
})

builder.objectType(InvalidTokenError, {
  name: 'InvalidTokenError',
  description: 'The link was used, has expired, or never existed.',
  interfaces: [ErrorInterface],
})
