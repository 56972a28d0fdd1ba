import { ExpectedError } from '../platform/errors.ts'

/** The email, the password or both are wrong: which of them is not said. */
export class InvalidCredentialsError extends ExpectedError {
  override name = 'InvalidCredentialsError'
  readonly code = 'INVALID_CREDENTIALS'
  constructor() {
    super('The email or the password is not right.')
  }
}

/** A code that is wrong or too old; `attemptsRemaining` counts the tries that its challenge still takes for it. */
export class InvalidCodeError extends ExpectedError {
  override name = 'InvalidCodeError'
  readonly code = 'INVALID_CODE'
  readonly attemptsRemaining: number

  constructor(message: string, attemptsRemaining: number) {
    super(message)
    this.attemptsRemaining = attemptsRemaining
  }
}

/** The challenge is over, or never was: the password, or for an email another code, is asked for. */
export class ChallengeExpiredError extends ExpectedError {
  override name = 'ChallengeExpiredError'
  readonly code = 'CHALLENGE_EXPIRED'
  constructor(
    message = 'This sign-in took too long or had too many wrong codes. Sign in again with your password.',
  ) {
    super(message)
  }
}

/** There is nothing to prove: the member's email is verified, and no other one waits to be. */
export class EmailAlreadyVerifiedError extends ExpectedError {
  override name = 'EmailAlreadyVerifiedError'
  readonly code = 'EMAIL_ALREADY_VERIFIED'
  constructor() {
    super('Your email address is verified already.')
  }
}

/** The password cannot be taken; the message says what to change. */
export class WeakPasswordError extends ExpectedError {
  override name = 'WeakPasswordError'
  readonly code = 'WEAK_PASSWORD'
}

/** The link was used, is too old, or never was. */
export class InvalidTokenError extends ExpectedError {
  override name = 'InvalidTokenError'
  readonly code = 'INVALID_TOKEN'
  constructor() {
    super('This link was used already, or is too old. Ask for a new one.')
  }
}
