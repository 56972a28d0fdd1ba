// What refuses a signed-in member, whatever they ask for.
import { ExpectedError } from '../platform/errors.ts'

/** Only members with Sensitive Data Access may do this. */
export class SensitiveDataAccessRequiredError extends ExpectedError {
  override name = 'SensitiveDataAccessRequiredError'
  readonly code = 'SENSITIVE_DATA_ACCESS_REQUIRED'
  constructor() {
    super('This needs Sensitive Data Access. A Super Admin of your account can grant it.')
  }
}

/** The password must have been given within the last ten minutes. */
export class ReauthenticationRequiredError extends ExpectedError {
  override name = 'ReauthenticationRequiredError'
  readonly code = 'REAUTHENTICATION_REQUIRED'
  constructor() {
    super('Give your password again to do this: use the reauthenticate mutation, then repeat it.')
  }
}
