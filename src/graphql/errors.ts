// Errors at the edge of the API: what is not signed in, and the one place that decides what a client may read.
import { GraphQLError } from 'graphql'
import { ExpectedError } from '../platform/errors.ts'
import type { Log } from '../platform/log.ts'

/** A field that needs a session was asked for without one. */
export class UnauthenticatedError extends GraphQLError {
  constructor() {
    super('You are not signed in. Sign in with the login mutation first.', {
      extensions: { code: 'UNAUTHENTICATED' },
    })
  }
}

/**
 * Turns whatever was thrown into what a client may see. Errors made for clients pass; an expected error of a field
 * without a result union keeps its code; everything else is logged whole and answered without its text.
 */
export function maskError(log: Log, error: unknown): GraphQLError {
  const cause = error instanceof GraphQLError ? error.originalError : error
  if (error instanceof GraphQLError && (!cause || cause instanceof GraphQLError)) return error
  const place = error instanceof GraphQLError ? placeOf(error) : { nodes: null, path: null }
  if (cause instanceof ExpectedError) {
    return new GraphQLError(cause.message, { ...place, extensions: { code: cause.code } })
  }
  log.error({ err: cause, path: place.path }, 'unexpected error in the API')
  return new GraphQLError('Something went wrong on our side. Try again in a moment.', {
    ...place,
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  })
}

const placeOf = ({ nodes, path }: GraphQLError) => ({ nodes: nodes ?? null, path: path ?? null })
