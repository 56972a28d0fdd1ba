import { ExpectedError } from '../platform/errors.ts'

/** The members have no verified email. With MFA on, they cannot sign in. */
export class UnverifiedTeamMembersError extends ExpectedError {
  override name = 'UnverifiedTeamMembersError'
  readonly code = 'UNVERIFIED_TEAM_MEMBERS'
  readonly teamMemberIds: string[]

  constructor(message: string, teamMemberIds: string[]) {
    super(message)
    this.teamMemberIds = teamMemberIds
  }
}

/** The change would leave the account without anyone who can grant Sensitive Data Access. */
export class LastSensitiveDataAccessError extends ExpectedError {
  override name = 'LastSensitiveDataAccessError'
  readonly code = 'LAST_SENSITIVE_DATA_ACCESS'
  constructor() {
    super(
      'This is the last Super Admin with Sensitive Data Access. Grant it to another active Super Admin first.',
    )
  }
}
