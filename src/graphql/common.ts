// Types that every feature uses: the scalar, the interface of errors, and the errors that belong to no feature.
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

/** What all errors as data have in common. */
export const ErrorInterface = builder.interfaceRef<ExpectedError>('Error').implement({
  description: 'Something that a client is expected to handle.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Stable, in SCREAMING_SNAKE_CASE: for programs.' }),
    message: t.exposeString('message', {
      description: 'What went wrong and what to do: may be shown to a person.',
    }),
  }),
})

builder.objectType(RateLimitedError, {
  name: 'RateLimitedError',
  description: 'Too many tries.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    retryAfterSeconds: t.exposeInt('retryAfterSeconds', {
      description: 'Seconds until the next try is looked at.',
    }),
  }),
})

builder.objectType(InvalidInputError, {
  name: 'InvalidInputError',
  description: 'An argument that cannot be used.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    path: t.exposeStringList('path', { description: 'Where it is, from the arguments of the field.' }),
  }),
})

builder.objectType(NotFoundError, {
  name: 'NotFoundError',
  description: 'There is nothing of this id that the viewer may see.',
  interfaces: [ErrorInterface],
})

builder.objectType(ForbiddenError, {
  name: 'ForbiddenError',
  description: 'The viewer may not do this; `message` says who may.',
  interfaces: [ErrorInterface],
})

builder.objectType(SensitiveDataAccessRequiredError, {
  name: 'SensitiveDataAccessRequiredError',
  description: 'Only members with Sensitive Data Access may do this.',
  interfaces: [ErrorInterface],
})

builder.objectType(ReauthenticationRequiredError, {
  name: 'ReauthenticationRequiredError',
  description: 'The password must have been given within the last ten minutes: reauthenticate, then repeat.',
  interfaces: [ErrorInterface],
})
