// Errors that a client is expected to handle. The API returns them as data; each feature keeps its own.

/** Something expected went wrong. `code` is stable; `message` may be shown to a person. */
export abstract class ExpectedError extends Error {
  abstract readonly code: string
}

/** Too many tries; `retryAfterSeconds` says when the next one is looked at. */
export class RateLimitedError extends ExpectedError {
  override name = 'RateLimitedError'
  readonly code = 'RATE_LIMITED'
  readonly retryAfterSeconds: number

  constructor(message: string, retryAfterSeconds: number) {
    super(message)
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** One argument that cannot be used; `path` leads to it from the arguments of the field. */
export class InvalidInputError extends ExpectedError {
  override name = 'InvalidInputError'
  readonly code = 'INVALID_INPUT'
  readonly path: string[]

  constructor(message: string, path: string[]) {
    super(message)
    this.path = path
  }
}

/** There is nothing of this id that the one who asks may see. */
export class NotFoundError extends ExpectedError {
  override name = 'NotFoundError'
  readonly code = 'NOT_FOUND'
}

/** The one who asks is known, and may not do this; the message says who may. */
export class ForbiddenError extends ExpectedError {
  override name = 'ForbiddenError'
  readonly code = 'FORBIDDEN'
}
