// Errors at the edge of the API: a missing session, and what a client may see of an error.
import { GraphQLError } from 'graphql'
import { Prisma } from '../generated/prisma/client.ts'
import { ExpectedError } from '../platform/errors.ts'
import type { Log } from '../platform/log.ts'

/** A field needs a session, and the request has none. */
export class UnauthenticatedError extends GraphQLError {
  constructor() {
    super('You are not signed in. Sign in with the `login` mutation first.', {
      extensions: { code: 'UNAUTHENTICATED' },
    })
  }
}

/**
 * Turns an error into what a client may see. Errors made for clients pass unchanged. An expected error of a field without
 * a result union keeps its message and code. Everything else is logged in full, and the client gets a generic message.
 */
export function maskError(log: Log, error: unknown): GraphQLError {
  const cause = error instanceof GraphQLError ? error.originalError : error
  if (error instanceof GraphQLError && (!cause || cause instanceof GraphQLError)) return withCode(error)
  const place = error instanceof GraphQLError ? placeOf(error) : { nodes: null, path: null }
  if (cause instanceof ExpectedError) {
    return new GraphQLError(cause.message, { ...place, extensions: { code: cause.code } })
  }
  if (isUnusableValue(cause)) {
    return new GraphQLError(
      'An argument is not valid: a malformed id or cursor, a date out of range, or a NUL character.',
      { ...place, extensions: { code: 'BAD_REQUEST' } },
    )
  }
  log.error({ err: cause, path: place.path }, 'unexpected error in the API')
  return new GraphQLError('Something went wrong on our side. Try again in a moment.', {
    ...place,
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  })
}

/** The same error without "Did you mean …?", which would reveal names of a hidden schema. */
export const withoutSuggestion = (error: GraphQLError): GraphQLError =>
  new GraphQLError(error.message.replace(/ ?Did you mean .*\?$/s, ''), {
    ...placeOf(error),
    extensions: error.extensions,
  })

/** Gives a code to errors of libraries that have none: clients tell errors apart by their codes. */
function withCode(error: GraphQLError): GraphQLError {
  error.extensions.code ??= error.message.startsWith('Syntax Error') ? 'GRAPHQL_PARSE_FAILED' : 'BAD_REQUEST'
  return error
}

/** SQLSTATEs of values that PostgreSQL cannot read: a malformed UUID, invalid text, a date out of range. */
const unusableValues = ['22P02', '22021', '22P05', '22008', '22009']

function isUnusableValue(cause: unknown): boolean {
  if (!(cause instanceof Prisma.PrismaClientKnownRequestError)) return false
  const { driverAdapterError } = (cause.meta ?? {}) as {
    driverAdapterError?: { cause?: { originalCode?: string } }
  }
  return unusableValues.includes(driverAdapterError?.cause?.originalCode ?? '')
}

const placeOf = ({ nodes, path }: GraphQLError) => ({ nodes: nodes ?? null, path: path ?? null })
