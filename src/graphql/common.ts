// Types that every feature uses: DateTime, the interface of errors, and the errors that several features share.
import { DateTimeResolver } from 'graphql-scalars'
import { ReauthenticationRequiredError, SensitiveDataAccessRequiredError } from '../identity/errors.ts'
import { recentMinutes } from '../identity/require-recent-authentication.ts'
import {
  type ExpectedError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
  RateLimitedError,
} from '../platform/errors.ts'
import { builder } from './builder.ts'

builder.addScalarType('DateTime', DateTimeResolver)

/** The interface of all errors that are returned as data. */
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
  description: 'Too many attempts or requests. Wait before trying again.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    retryAfterSeconds: t.exposeInt('retryAfterSeconds', {
      description: 'How many seconds to wait before trying again.',
    }),
  }),
})

builder.objectType(InvalidInputError, {
  name: 'InvalidInputError',
  description: 'An argument is not valid.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    path: t.exposeStringList('path', {
      description: 'The path to the argument, such as `["input", "email"]`.',
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
  description: `The password was last given more than ${recentMinutes} minutes ago. Call \`reauthenticate\`, then retry.`,
  interfaces: [ErrorInterface],
})
