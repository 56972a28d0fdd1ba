// Errors with which any feature may refuse a signed-in member.
import { ExpectedError } from '../platform/errors.ts'

/** Only members with Sensitive Data Access may do this. */
export class SensitiveDataAccessRequiredError extends ExpectedError {
  override name = 'SensitiveDataAccessRequiredError'
  readonly code = 'SENSITIVE_DATA_ACCESS_REQUIRED'
  constructor() {
    super('This needs Sensitive Data Access. A Super Admin of your account can grant it.')
  }
}

/** The member did not give their password recently enough: see require-recent-authentication.ts. */
export class ReauthenticationRequiredError extends ExpectedError {
  override name = 'ReauthenticationRequiredError'
  readonly code = 'REAUTHENTICATION_REQUIRED'
  constructor() {
    super('Enter your password again, then retry.')
  }
}
