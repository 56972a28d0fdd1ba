// The example tabs of GraphiQL: one for each step of the main task.

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

const bell = `# 2. Listen to the bell. Leave this tab running.
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

const requestExport = `# 3. Request an export. Tab 2 shows a notification when the file is ready.
#    Open its downloadPath on this server.
mutation RequestExport {
  requestExport(input: { kind: TAX_INFORMATION }) {
    ... on RequestExportSuccess {
      export { id status fileName }
    }
    ... on Error { code message }
  }
}
`

const lists = `# 4. Your exports, and the investors with masked values.
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

const turnMfaOn = `# 5. Turn MFA on. This fails, because some members have not verified their email: the response names them.
#    It works for owner@harborpoint.example: sign in as them in tab 1.
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
