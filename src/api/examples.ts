// The tabs that GraphiQL opens with: the main job, one tab for each step.

const signIn = `# 1. Sign in. The session is kept in a cookie.
mutation SignIn {
  login(input: {
    email: "owner@summitridge.example"
    password: "violet-harbor-quilt-92"
  }) {
    __typename
    ... on LoginSuccess {
      viewer { teamMember { name role } account { name } }
    }
    # If the account has MFA on. The code is in /inbox.
    ... on VerificationRequired { challengeToken sentTo }
    ... on Error { code message }
  }
}
`

const bell = `# 2. Listen to the bell, and leave this tab running.
subscription Bell {
  notificationReceived {
    cursor
    unreadCount
    notification {
      title
      body
      export { fileName downloadPath }
    }
  }
}
`

const requestExport = `# 3. Request an export. The bell rings when its file is ready:
#    open its downloadPath on this server.
mutation RequestExport {
  requestExport(input: { kind: TAX_INFORMATION }) {
    ... on RequestExportSuccess {
      export { id status fileName }
    }
    ... on Error { code message }
  }
}
`

const lists = `# 4. Your exports, and the investors as everyone sees them: masked.
query Lists {
  exports(first: 5) {
    nodes { fileName status rowCount byteSize sha256 downloadPath }
  }
  investors(first: 5) {
    totalCount
    nodes { name profileType maskedTaxId maskedBankAccount }
  }
}
`

const turnMfaOn = `# 5. Turn MFA on. Here it is refused: the answer names the members who have not verified their email.
#    As owner@harborpoint.example (tab 1) it works.
mutation TurnMfaOn {
  updateMfaSettings(input: { enabled: true, rememberMeAllowed: true }) {
    __typename
    ... on UpdateMfaSettingsSuccess { account { name mfaSettings { enabled rememberMeAllowed } } }
    ... on UnverifiedTeamMembersError { teamMembers { name email } }
    ... on Error { code message }
  }
}
`

const giveCode = `# 6. With MFA on, tab 1 returns a challengeToken, and the code is in /inbox.
mutation GiveCode {
  verifyCode(input: { challengeToken: "", code: "", rememberMe: true }) {
    __typename
    ... on LoginSuccess { viewer { teamMember { name } } }
    ... on InvalidCodeError { attemptsRemaining }
    ... on Error { code message }
  }
}
`

export const exampleTabs = [signIn, bell, requestExport, lists, turnMfaOn, giveCode].map((query) => ({
  query,
}))
