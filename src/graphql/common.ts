// Types that every feature uses: the scalar, the interface of errors, and the errors that belong to no one feature.
import { DateTimeResolver } from 'graphql-scalars'
import { ReauthenticationRequiredError, SensitiveDataAccessRequiredError } from '../identity/errors.ts'
import {
  type ExpectedError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
  RateLimitedError,
} from '../platform/errors.ts'
import { builder } from './builder.ts'

builder.addScalarType('DateTime', DateTimeResolver)

/** What all errors that are returned as data have in common. */
export const ErrorInterface = builder.interfaceRef<ExpectedError>('Error').implement({
  description: 'An error that a client is expected to handle.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'For programs: stable, in SCREAMING_SNAKE_CASE.' }),
    message: t.exposeString('message', {
      description: 'For people: what went wrong and what to do.',
    }),
  }),
})

builder.objectType(RateLimitedError, {
  name: 'RateLimitedError',
  description: 'Too many tries or requests.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    retryAfterSeconds: t.exposeInt('retryAfterSeconds', {
      description: 'Seconds to wait before the next try.',
    }),
  }),
})

builder.objectType(InvalidInputError, {
  name: 'InvalidInputError',
  description: 'An argument is not valid.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    path: t.exposeStringList('path', {
      description: 'The path to the argument, from the arguments of the field.',
    }),
  }),
})

builder.objectType(NotFoundError, {
  name: 'NotFoundError',
  description: 'Nothing with this id exists, or the viewer may not see it.',
  interfaces: [ErrorInterface],
})

builder.objectType(ForbiddenError, {
  name: 'ForbiddenError',
  description: 'The viewer may not do this. `message` says who may.',
  interfaces: [ErrorInterface],
})

builder.objectType(SensitiveDataAccessRequiredError, {
  name: 'SensitiveDataAccessRequiredError',
  description: 'Only members with Sensitive Data Access may do this.',
  interfaces: [ErrorInterface],
})

builder.objectType(ReauthenticationRequiredError, {
  name: 'ReauthenticationRequiredError',
  description: 'This needs the password within the last ten minutes. Use `reauthenticate`, then repeat.',
  interfaces: [ErrorInterface],
})
