// Errors that a client is expected to handle. The API returns them as data. Features define further ones.

/** An expected failure. `code` is stable, and `message` may be shown to a person. */
export abstract class ExpectedError extends Error {
  abstract readonly code: string
}

/** Too many tries or requests. `retryAfterSeconds` says when to try again. */
export class RateLimitedError extends ExpectedError {
  override name = 'RateLimitedError'
  readonly code = 'RATE_LIMITED'
  readonly retryAfterSeconds: number

  constructor(message: string, retryAfterSeconds: number) {
    super(message)
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** An argument is not valid. `path` leads to it from the field's arguments. */
export class InvalidInputError extends ExpectedError {
  override name = 'InvalidInputError'
  readonly code = 'INVALID_INPUT'
  readonly path: string[]

  constructor(message: string, path: string[]) {
    super(message)
    this.path = path
  }
}

/** Nothing with this id exists that the actor may see. */
export class NotFoundError extends ExpectedError {
  override name = 'NotFoundError'
  readonly code = 'NOT_FOUND'
}

/** The actor may not do this. The message says who may. */
export class ForbiddenError extends ExpectedError {
  override name = 'ForbiddenError'
  readonly code = 'FORBIDDEN'
}
