import { ExpectedError } from '../platform/errors.ts'

/** The email, the password or both are wrong. The error does not say which. */
export class InvalidCredentialsError extends ExpectedError {
  override name = 'InvalidCredentialsError'
  readonly code = 'INVALID_CREDENTIALS'
  constructor() {
    super('Incorrect email or password.')
  }
}

/** The code is wrong or expired. `attemptsRemaining` is the number of tries left for it. */
export class InvalidCodeError extends ExpectedError {
  override name = 'InvalidCodeError'
  readonly code = 'INVALID_CODE'
  readonly attemptsRemaining: number

  constructor(message: string, attemptsRemaining: number) {
    super(message)
    this.attemptsRemaining = attemptsRemaining
  }
}

/** The challenge expired, ran out of tries, was already completed, or never existed. */
export class ChallengeExpiredError extends ExpectedError {
  override name = 'ChallengeExpiredError'
  readonly code = 'CHALLENGE_EXPIRED'
  constructor(message = 'Your sign-in expired. Sign in again with your password.') {
    super(message)
  }
}

/** There is nothing to verify: the member's email is verified, and no new address is pending. */
export class EmailAlreadyVerifiedError extends ExpectedError {
  override name = 'EmailAlreadyVerifiedError'
  readonly code = 'EMAIL_ALREADY_VERIFIED'
  constructor() {
    super('Your email address is already verified.')
  }
}

/** The new password is refused. The message says why. */
export class WeakPasswordError extends ExpectedError {
  override name = 'WeakPasswordError'
  readonly code = 'WEAK_PASSWORD'
}

/** The link was used, has expired, or never existed. */
export class InvalidTokenError extends ExpectedError {
  override name = 'InvalidTokenError'
  readonly code = 'INVALID_TOKEN'
  constructor() {
    super('This link has expired or was already used. Request a new one.')
  }
}
